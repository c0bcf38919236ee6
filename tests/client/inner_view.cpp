#include "client/inner_view.hpp"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>

#include "client/json.hpp"

namespace zhiyin::client {

namespace json = boost::json;

namespace {

std::string value_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value == nullptr ? "missing" : json::serialize(*value);
}

}  // namespace

void InnerView::take_note(const json::object& note) {
  notes_[number_of(note, "irev")] = json::serialize(note);
}

void InnerView::take_inner(const json::object& inner) {
  irev_ = number_of(inner, "irev");
  team_ = value_of(inner, "team");
  priority_ = number_of(inner, "priority");
  snoozed_until_ = value_of(inner, "snoozed_until");
  labels_.clear();
  for (const auto& label : array_of(inner, "labels")) {
    labels_.insert(json::serialize(label));
  }
  participants_.clear();
  for (const auto& one : array_of(inner, "participants")) {
    participants_[std::string{text_of(object_of(one.as_object(), "who"), "id")}] = text_of(one.as_object(), "since");
  }
  if (number_of(inner, "notes_after") == 0) {
    notes_.clear();
  }
  for (const auto& note : array_of(inner, "notes")) {
    take_note(note.as_object());
  }
}

bool InnerView::take_fact(const json::object& message) {
  const auto irev = number_of(message, "irev");
  if (irev <= irev_) {
    return true;
  }
  if (irev != irev_ + 1) {
    return false;
  }
  irev_ = irev;
  const auto kind = text_of(message, "kind");
  if (kind == "note") {
    take_note(object_of(message, "note"));
  } else if (kind == "labels") {
    labels_.clear();
    for (const auto& label : array_of(message, "labels")) {
      labels_.insert(json::serialize(label));
    }
  } else if (kind == "priority") {
    priority_ = number_of(message, "priority");
  } else if (kind == "snoozed") {
    snoozed_until_ = value_of(message, "snoozed_until");
  } else if (kind == "woken") {
    snoozed_until_ = "null";
  } else if (kind == "team") {
    team_ = value_of(message, "team");
  } else if (kind == "joined") {
    const auto& one = object_of(message, "participant");
    participants_[std::string{text_of(object_of(one, "who"), "id")}] = text_of(one, "since");
  } else if (kind == "left") {
    participants_.erase(std::string{text_of(object_of(message, "who"), "id")});
  } else {
    return false;
  }
  return true;
}

std::string InnerView::state() const {
  std::string all = fmt::format("irev {} team {} priority {} until {}", irev_, team_, priority_, snoozed_until_);
  for (const auto& label : labels_) {
    all += " " + label;
  }
  for (const auto& [id, since] : participants_) {
    all += fmt::format(" {} since {}", id, since);
  }
  return all;
}

}  // namespace zhiyin::client
