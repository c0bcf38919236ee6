// The installation's people, changed over its API by its first administrator, as a company's office does it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "flow/line.hpp"

namespace zhiyin::flow {

/// Somebody who was engaged, and is signed in at a browser.
struct Colleague {
  std::string id;
  std::string name;
  std::string cookie;  ///< name and value
  /// For an upgrade request.
  [[nodiscard]] std::string header() const { return "Cookie: " + cookie + "\r\n"; }
};

class Office {
 public:
  /// With the administrator's session.
  Office(std::uint16_t port, std::string administrator) : port_(port), admin_(std::move(administrator)) {}

  /// An agent of the team that serves the website.
  Colleague engage(const std::string& name);
  /// Of that team.
  [[nodiscard]] std::vector<std::string> members();
  void set_members(const std::vector<std::string>& people);
  /// Makes of these a team that serves the website with what is transferred to it alone, and gives its id. They leave the other team.
  std::string experts(const std::string& name, const std::vector<Colleague>& people);
  void disable(const std::string& person);
  /// A personal token of his with these rights, "conversation.read …".
  std::string token(const Colleague& of, const std::vector<std::string>& scopes);
  void sign_out(const Colleague& one);

 private:
  /// Throws std::runtime_error when it is refused.
  Object ask(std::string_view method, std::string_view path, const std::string& body, const std::string& cookie,
             std::string* set_cookie = nullptr);

  std::uint16_t port_;
  std::string admin_;
};

}  // namespace zhiyin::flow
