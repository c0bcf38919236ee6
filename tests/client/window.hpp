// A window on a list, kept as docs/live-protocol.md says, and verified.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <map>
#include <string>

namespace zhiyin::client {

class Findings;

struct Row {
  std::int64_t order = 0;
  std::int64_t rev = 0;
  std::int64_t last_seq = 0;
  std::string stage;
  std::string assignee;
};

class Window {
 public:
  Window(std::string who, std::string view, std::size_t limit, Findings& findings)
      : who_(std::move(who)), view_(std::move(view)), limit_(limit), findings_(&findings) {}

  void take_window(const boost::json::object& message);
  void take_rows(const boost::json::object& message);

  [[nodiscard]] std::size_t limit() const { return limit_; }
  [[nodiscard]] const std::map<std::string, Row>& rows() const { return rows_; }
  [[nodiscard]] std::int64_t total() const { return total_; }
  /// A window was answered on this connection.
  [[nodiscard]] bool shown() const { return shown_; }
  void new_connection() { shown_ = false; }

 private:
  void put(const boost::json::object& row);
  void check(const boost::json::object& message);

  std::string who_;
  std::string view_;
  std::size_t limit_;
  Findings* findings_;
  std::map<std::string, Row> rows_;
  std::int64_t total_ = 0;
  bool shown_ = false;
};

}  // namespace zhiyin::client
