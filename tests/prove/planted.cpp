// The faults of app/plants.hpp, with the settings that ask for them. Linked into zhiyin_planted before the archive that has the empty ones.
#include <algorithm>
#include <array>
#include <stdexcept>

#include "app/plants.hpp"
#include "prove/scripted_readings.hpp"

namespace zhiyin::app {
namespace {

using config::Kind;

constexpr auto table = std::to_array<config::Setting>({
    {"proof.early_ack", Kind::flag, "false", 0, 0, "", "For proofs: answers before COMMIT, which loses messages",
     "仅供验证：在 COMMIT 之前应答，会丢失消息"},
    {"proof.open_route", Kind::text, "", 0, 0, "", "For proofs: the API's operation that forgets which right it needs",
     "仅供验证：忘记检查权限的 API 操作"},
    {"proof.wrong_answer", Kind::choice, "none", 0, 0, "none|undeclared_member|missing_member|wrong_status",
     "For proofs: how what the API answers about a contact differs from its document", "仅供验证：API 关于联系人的应答与文档的差异"},
    {"proof.stream", Kind::text, "", 0, 0, "", "For proofs: a fault by which the live streams show somebody what he may not see",
     "仅供验证：使实时流向无权者显示内容的缺陷"},
    {"proof.readings", Kind::flag, "false", 0, 0, "", "For proofs: the bot understands what its customers' words say of themselves",
     "仅供验证：机器人按客户消息中的指令理解消息"},
});

constexpr std::string_view answered_wrongly = "getContact";

Result<api::Written> planted(std::string_view fault, Result<api::Written> answer) {
  if (!answer) {
    return fault == "wrong_status" ? refuse(ErrorCode::too_large, "a proof shall find it") : std::move(answer);
  }
  if (fault == "undeclared_member") {
    answer->body.insert(1, R"("nobody_said_so":true,)");
  } else if (fault == "missing_member") {
    answer->body.erase(1, answer->body.find(','));  // the first one
  }
  return answer;
}

void change_routes(std::vector<api::Route>& routes, const std::string& open, const std::string& fault) {
  for (auto& route : routes) {
    if (route.about.operation == open) {
      route.about.needs = api::signed_in("a proof shall find it");
    }
    if (fault != "none" && route.about.operation == answered_wrongly) {
      route.look = [fault, look = std::move(route.look)](const api::Asking& asked, db::Session& session) -> Result<api::Written> {
        return planted(fault, look(asked, session));
      };
    }
  }
}

void tell_everybody(const std::vector<journal::Entry>& entries, live::Hub& hub, net::Reactors& reactors) {
  const auto facts = desk::inner_batch(entries);
  for (std::size_t i = 0; i < reactors.count(); ++i) {
    reactors.at(i).post([&board = hub.board(reactors.at(i)), facts] {
      for (const auto& one : *facts) {
        board.tell_typing(one.fact.conversation, {PersonKind::agent, 0, ""}, one.frame);  // the one way that takes any frame
      }
    });
  }
}

/// By the name of a ListPlant, a DeskPlant or one of ours.
void plant_stream(Plants& plants, std::string_view name) {
  using desk::DeskPlant;
  using desk::ListPlant;
  static constexpr auto lists =
      std::to_array<std::pair<std::string_view, ListPlant>>({{"unseen_rows", ListPlant::unseen_rows}, {"count_all", ListPlant::count_all}});
  static constexpr auto desks = std::to_array<std::pair<std::string_view, DeskPlant>>({{"unseen_picture", DeskPlant::unseen_picture},
                                                                                       {"unseen_presence", DeskPlant::unseen_presence},
                                                                                       {"unseen_typing", DeskPlant::unseen_typing},
                                                                                       {"told_forbidden", DeskPlant::told_forbidden},
                                                                                       {"deaf", DeskPlant::deaf},
                                                                                       {"kept_ended", DeskPlant::kept_ended},
                                                                                       {"loud_offers", DeskPlant::loud_offers}});
  const auto named = [name](const auto& row) { return row.first == name; };
  if (const auto* list = std::ranges::find_if(lists, named); list != lists.end()) {
    plants.lists = list->second;
  } else if (const auto* desk = std::ranges::find_if(desks, named); desk != desks.end()) {
    plants.desk = desk->second;
  } else if (name == "deaf_lists") {
    plants.deaf_lists = true;
  } else if (name == "noted_to_visitors") {
    plants.tell = tell_everybody;
  } else if (!name.empty()) {
    throw std::runtime_error("proof.stream is no fault that the streams know");
  }
}

}  // namespace

std::span<const config::Setting> plant_settings() {
  return table;
}

Plants plants_from(const config::Settings& settings) {
  Plants plants;
  plants.early_ack = settings.flag("proof.early_ack");
  plants.routes = [open = settings.text("proof.open_route"), fault = settings.text("proof.wrong_answer")](std::vector<api::Route>& routes) {
    change_routes(routes, open, fault);
  };
  plant_stream(plants, settings.text("proof.stream"));
  if (settings.flag("proof.readings")) {
    plants.readings = [] { return std::make_unique<prove::ScriptedReadings>(); };
  }
  return plants;
}

}  // namespace zhiyin::app
