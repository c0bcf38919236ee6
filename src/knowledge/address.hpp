// Where readers find an article on this server. Whoever shows it elsewhere (a chat, a bot's answer) links to it by this.
#pragma once

#include <string>
#include <string_view>

namespace zhiyin::knowledge {

/// "zh-CN" is "zh" in addresses, "pt-BR" is "pt-br".
[[nodiscard]] std::string short_of(std::string_view language);
/// "/help/zh/a/refund-time"
[[nodiscard]] std::string article_path(std::string_view language, std::string_view slug);

}  // namespace zhiyin::knowledge
