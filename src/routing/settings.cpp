#include "routing/settings.hpp"

#include <array>

namespace zhiyin::routing {
namespace {

constexpr std::array<config::Setting, 4> table{{
    {.name = "routing.enabled",
     .kind = config::Kind::flag,
     .default_text = "true",
     .what = "Offer waiting conversations to available agents; false: agents take them from the queue by hand.",
     .what_zh = "把等待中的会话派给空闲客服；设为 false 则由客服自行从队列领取。"},
    {.name = "routing.lost_grace_ms",
     .kind = config::Kind::duration_ms,
     .default_text = "1m",
     .least = 0,
     .most = 3'600'000,
     .what = "How long an agent who vanished may take to come back before his conversations return to the queue.",
     .what_zh = "客服失联后多久仍未恢复，其会话就退回队列。"},
    {.name = "routing.again_ms",
     .kind = config::Kind::duration_ms,
     .default_text = "1m",
     .least = 1'000,
     .most = 3'600'000,
     .what = "How long after the last agent passed a conversation those who passed may be asked again.",
     .what_zh = "最后一位客服未接受派单后多久，可再次派给此前未接受的客服。"},
    {.name = "routing.offline_requeues",
     .kind = config::Kind::flag,
     .default_text = "false",
     .what = "Conversations of an agent who goes offline by himself return to the queue too.",
     .what_zh = "客服主动下线时，其会话也退回队列。"},
}};

}  // namespace

std::span<const config::Setting> settings() {
  return table;
}

Settings settings_from(const config::Settings& values) {
  return {.enabled = values.flag("routing.enabled"),
          .lost_grace = Millis{values.number("routing.lost_grace_ms")},
          .again = Millis{values.number("routing.again_ms")},
          .offline_requeues = values.flag("routing.offline_requeues")};
}

}  // namespace zhiyin::routing
