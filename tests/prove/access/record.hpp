// Every call of the proof and its answer, kept to be held against the OpenAPI document (tools/openapi/answers.mjs).
#pragma once

#include <cstdint>
#include <fstream>
#include <string>

#include "harness/api_call.hpp"
#include "harness/report.hpp"

namespace zhiyin::prove {

class Record {
 public:
  /// `file` is made anew.
  explicit Record(std::string file);

  /// Calls 127.0.0.1 and keeps what was said on both sides. Secrets of the proof's own people are in it.
  harness::Answer call(std::uint16_t port, const harness::ApiCall& call);
  /// The document that the answers are held against: first, and once.
  void document(const std::string& json);
  /// Tells `report` every disagreement, and the figures under `name`.
  void judge(harness::Report& report, const std::string& name);

 private:
  std::string file_;
  std::ofstream out_;
  std::string kept_;  // before the document is known
  bool known_ = false;
};

}  // namespace zhiyin::prove
