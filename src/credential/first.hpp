// The first administrator: whoever can read the program's output at its start may become one, once.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "identity/model.hpp"
#include "platform/base/result.hpp"
#include "platform/clock/clock.hpp"
#include "platform/db/session.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::credential {

constexpr const char* wrong_code_words = "this code is not the one that was printed, or it was used";
constexpr const char* wrong_code_mend = "look at the program's output at its last start";

/// At start, after the migrations. While nobody administers: a code to print, 20 characters of base 32 (100 random bits) in groups of
/// five, whose digest is stored. Codes of earlier starts and of other processes stay good (the newest twenty); all end when one is used.
/// nullopt once somebody administers.
[[nodiscard]] std::optional<std::string> offer_first_code(db::Session& session, Time now, Chance& chance);
/// Small letters, spaces, hyphens and the letters that look like digits are understood.
[[nodiscard]] bool is_first_code(db::Session& session, std::string_view code);
/// Makes him, and takes all codes away. Exactly one of several at once: all hold the directory's head. unauthenticated: the code is wrong,
/// or there is an administrator; or what identity::add says. `stored` is the hash of his password.
Result<identity::Member> claim_first(writer::Tx& tx, std::string_view code, std::string_view name, std::string_view email,
                                     std::string_view stored);

}  // namespace zhiyin::credential
