#include "prove/access/record.hpp"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <sstream>
#include <stdexcept>

#include "harness/child.hpp"

namespace zhiyin::prove {

Record::Record(std::string file) : file_(std::move(file)), out_(file_, std::ios::trunc) {
  if (!out_) {
    throw std::runtime_error("cannot write " + file_);
  }
}

harness::Answer Record::call(std::uint16_t port, const harness::ApiCall& call) {
  auto answer = harness::call_api(port, call);
  const boost::json::object line{{"method", call.method},   {"target", call.target}, {"sent", call.body},
                                 {"status", answer.status}, {"head", answer.head},   {"answer", answer.body}};
  const auto text = boost::json::serialize(line) + "\n";
  if (known_) {
    out_ << text;
  } else {
    kept_ += text;
  }
  return answer;
}

void Record::document(const std::string& json) {
  out_ << "{\"document\":" << json << "}\n" << kept_;
  kept_.clear();
  known_ = true;
}

void Record::judge(harness::Report& report, const std::string& name) {
  out_.close();
  harness::Child judge(
      {.words = {"/usr/bin/env", "bash", ZHIYIN_SOURCE "/tools/openapi/answers.sh", file_}, .log_file = {}, .user = {}, .before_exec = {}});
  std::istringstream lines{judge.read_all(std::chrono::minutes{5})};
  const auto ended = judge.wait(std::chrono::seconds{20});
  std::string last;
  bool faults = false;
  for (std::string line; std::getline(lines, line); last = line) {
    if (line.starts_with("fault: ")) {
      faults = true;
      report.fail(fmt::format("{}, against the document: {}", name, line.substr(7)));
    }
  }
  if (!last.starts_with('{') || !ended || ended->status != (faults ? 1 : 0)) {
    throw std::runtime_error("tools/openapi/answers.sh gave no verdict: " + last);
  }
  for (const auto& figure : boost::json::parse(last).as_object()) {
    report.figure(fmt::format("{}_contract_{}", name, std::string_view{figure.key()}), figure.value().as_int64());
  }
}

}  // namespace zhiyin::prove
