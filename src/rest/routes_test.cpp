// The whole route table, walked: nobody may add a route that says too little.
#include "rest/routes.hpp"

#include <gtest/gtest.h>

#include <set>

#include "api/api.hpp"
#include "api/document.hpp"
#include "platform/json/reader.hpp"
#include "rest/words.hpp"
#include "team/model.hpp"

namespace zhiyin::rest {
namespace {

bool known_tag(std::string_view name) {
  return std::ranges::find(api::tags(), name, &api::Tag::name) != api::tags().end();
}

TEST(RouteTable, EachRouteSaysWhoMayAndWhatItIs) {
  std::set<std::string_view> operations;
  for (const auto& route : routes()) {
    const auto& about = route.about;
    const auto name = std::string{about.path};
    EXPECT_TRUE(about.needs.right.has_value() != !about.needs.because.empty()) << name << ": a right, or a reason why none is needed";
    EXPECT_TRUE(operations.insert(about.operation).second) << about.operation;
    EXPECT_TRUE(about.path.starts_with("/api/v1/")) << name;
    EXPECT_FALSE(about.operation.empty() || about.summary.empty() || about.summary_zh.empty()) << name;
    EXPECT_TRUE(known_tag(about.tag)) << name << ": " << about.tag;
    EXPECT_TRUE(about.status >= 200 && about.status < 300) << name;
    EXPECT_EQ(route.answer.none(), about.status == 204) << name;
    EXPECT_TRUE(about.method == net::Method::get || route.kind != api::RouteKind::read) << name << ": only GET reads";
    EXPECT_TRUE(about.method != net::Method::get || route.kind != api::RouteKind::write) << name << ": GET changes nothing";
  }
}

// The wire and the audit log call a state and a role the same.
TEST(Words, AreThoseOfTheModules) {
  for (const auto& [state, word] : words(api::Of<event::State>{}).table) {
    EXPECT_EQ(word, team::state_text(state));
  }
  for (const auto& [role, word] : words(api::Of<identity::Role>{}).table) {
    EXPECT_EQ(word, identity::role_text(role));
  }
}

// A table that contradicts itself stops the program at start; better here.
TEST(RouteTable, NoTwoRoutesAnswerTheSame) {
  const auto all = routes();
  const api::Matcher matcher{all};
}

void walk(json::Value value, const std::string& place, int& texts) {
  if (const auto list = value.array()) {
    for (std::size_t i = 0; i < list->size(); ++i) {
      walk(list->at(i), place + "[]", texts);
    }
    return;
  }
  const auto object = value.object();
  if (!object) {
    return;
  }
  const auto type = object->text("type");
  if (type == "string") {
    ++texts;
    const bool bounded = object->number("maxLength").value_or(0) > 0 || object->has("enum") || object->text("format") == "date-time";
    EXPECT_TRUE(bounded) << place << ": a text without an end";
  }
  if (type == "array") {
    EXPECT_GT(object->number("maxItems").value_or(0), 0) << place << ": a list without an end";
  }
  for (std::size_t i = 0; i < object->size(); ++i) {
    walk(*object->value(object->name(i)), place + "/" + std::string{object->name(i)}, texts);
  }
}

TEST(RouteTable, EveryTextAndListHasAnEnd) {
  const auto text = api::openapi_document(routes());
  const auto document = json::Document::parse(text);
  ASSERT_TRUE(document.has_value()) << document.error().what;
  int texts = 0;
  walk(document->value(), "", texts);
  EXPECT_GT(texts, 10);
}

}  // namespace
}  // namespace zhiyin::rest
