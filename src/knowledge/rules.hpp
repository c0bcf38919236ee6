// What may be written. Pure; what was made here fits.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "knowledge/model.hpp"
#include "platform/base/result.hpp"

namespace zhiyin::knowledge {

/// Lower-case letters, digits and single hyphens between them, at most slug_max.
[[nodiscard]] Result<std::string> slug_from(std::string_view text);

/// A BCP 47 tag in its usual writing (RFC 5646, section 2.1.1): "EN" is "en", "zh-cn" is "zh-CN". "zh" alone means "zh-CN".
[[nodiscard]] Result<std::string> language_from(std::string_view text);

/// Trimmed, without empty or repeated ways of asking. `where` of an error is the member.
[[nodiscard]] Result<Words> words_from(Words words);

[[nodiscard]] Result<std::vector<CategoryText>> texts_from(std::vector<CategoryText> texts);

}  // namespace zhiyin::knowledge
