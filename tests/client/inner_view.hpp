// The inner side of one conversation as one desk knows it, kept by the client's rule of docs/live-protocol.md.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace zhiyin::client {

class InnerView {
 public:
  /// STATE's member `inner`.
  void take_inner(const boost::json::object& inner);
  /// `{"t":"inner",…}`; false when something is missing before it.
  [[nodiscard]] bool take_fact(const boost::json::object& message);

  [[nodiscard]] std::int64_t irev() const { return irev_; }
  /// All but the notes; the same for two views that know the same.
  [[nodiscard]] std::string state() const;
  /// By irev, as JSON.
  [[nodiscard]] const std::map<std::int64_t, std::string>& notes() const { return notes_; }

 private:
  void take_note(const boost::json::object& note);

  std::int64_t irev_ = 0;
  std::string team_ = "null";
  std::int64_t priority_ = 0;
  std::string snoozed_until_ = "null";
  std::set<std::string> labels_;
  std::map<std::string, std::string> participants_;  // id → since
  std::map<std::int64_t, std::string> notes_;
};

}  // namespace zhiyin::client
