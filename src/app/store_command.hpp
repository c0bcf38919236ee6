// Commands on a store that no server holds: filling it for measurements, marking it as restored, checking it.
#pragma once

#include <cstdint>
#include <string>

#include "platform/config/setting.hpp"

namespace zhiyin::app {

/// Gives the store a new log id, so that clients' positions of before mean nothing. For after a restore from a backup.
int mark_restored(const config::Settings& settings);
/// Looks whether the audit log is as it was written, prints what it finds and what to do, and the head to write down. `expected` is a head
/// of before ("12:5f2c…"), empty for none. 0: whole; 1: not; 2: `expected` cannot be read.
int check(const config::Settings& settings, const std::string& expected);
/// Adds that many conversations of two messages each, through the same commands as everything else.
int fill(const config::Settings& settings, std::int64_t conversations);
/// The demonstration company of `folder` into a new store, and how to sign in into sign_ins_file; nothing where people work already.
int load_demo(const config::Settings& settings, const std::string& folder);

/// In the data folder, for the administrator alone to read: who may sign in to the demonstration company, with their password.
constexpr const char* sign_ins_file = "demo-sign-ins.txt";

}  // namespace zhiyin::app
