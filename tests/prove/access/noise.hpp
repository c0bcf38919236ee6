// What a route refuses whoever asks: requests that are wrong in one way each, made from one that is right.
#pragma once

#include <vector>

#include "harness/api_call.hpp"
#include "prove/access/sample.hpp"

namespace zhiyin::prove {

/// `token` has every right, `cookie` is a session's.
[[nodiscard]] std::vector<harness::ApiCall> noise(const Sample& sample, const std::string& token, const std::string& cookie);

}  // namespace zhiyin::prove
