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

/// Of `offered`, which is not empty, the one that fits this tag best: itself, else another of the same language ("pt" for "pt-BR"), else
/// the first.
[[nodiscard]] const std::string& closest(std::string_view language, const std::vector<std::string>& offered);

/// One line, trimmed, with 1 to `most` characters. `where` of an error is the member.
[[nodiscard]] Result<std::string> line_from(std::string text, std::size_t most, const std::string& where);

/// Trimmed, without empty or repeated ways of asking. `where` of an error is the member.
[[nodiscard]] Result<Words> words_from(Words words);

[[nodiscard]] Result<std::vector<CategoryText>> texts_from(std::vector<CategoryText> texts);

}  // namespace zhiyin::knowledge
