// Labels and priority.
#include "rest/conversations.hpp"

namespace zhiyin::rest {
namespace {

using conversation::Moved;
using identity::Right;

struct Labels {
  std::vector<std::string> labels;
  std::optional<std::int64_t> rev;
};
constexpr auto shape(api::Of<Labels>) {
  return api::object<Labels>("Labels",
                             api::field("labels", &Labels::labels,
                                        {.least = 1,
                                         .most = label_most,
                                         .items_most = labels_most,
                                         .what = "These and no others: small letters, digits, - and _, and characters beyond ASCII.",
                                         .example = R"(["refund"])"}),
                             api::field("rev", &Labels::rev, rev_bounds));
}

struct Priority {
  std::int64_t priority = 0;
  std::optional<std::int64_t> rev;
};
constexpr auto shape(api::Of<Priority>) {
  return api::object<Priority>(
      "Priority",
      api::field("priority", &Priority::priority,
                 {.least = 0, .most = conversation::priority_max, .what = "0 none, 1 low, 2 normal, 3 high, 4 urgent."}),
      api::field("rev", &Priority::rev, rev_bounds));
}

Result<Moved> set_labels(writer::Tx& tx, const api::Asked<Labels>& asked) {
  const std::vector<std::string_view> labels{asked.given.labels.begin(), asked.given.labels.end()};
  return conversation::set_labels(tx, conversation_in(asked), asked.caller.viewer, labels);
}

Result<Moved> set_priority(writer::Tx& tx, const api::Asked<Priority>& asked) {
  return conversation::set_priority(tx, conversation_in(asked), asked.caller.viewer, asked.given.priority);
}

}  // namespace

std::vector<api::Route> label_routes() {
  return {
      act<Labels>({.method = net::Method::put,
                   .path = "/api/v1/conversations/{conversation}/labels",
                   .needs = api::needs(Right::conversation_note),
                   .operation = "setConversationLabels",
                   .summary = "Give it these labels",
                   .summary_zh = "设置标签"},
                  set_labels),
      act<Priority>({.method = net::Method::put,
                     .path = "/api/v1/conversations/{conversation}/priority",
                     .needs = api::needs(Right::conversation_note),
                     .operation = "setConversationPriority",
                     .summary = "Say how urgent it is",
                     .summary_zh = "设置优先级"},
                    set_priority),
  };
}

}  // namespace zhiyin::rest
