#include "knowledge/markdown.hpp"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>

#include "knowledge/model.hpp"
#include "platform/base/html.hpp"
#include "platform/base/require.hpp"

namespace zhiyin::knowledge {
namespace {

constexpr int options = CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8;
constexpr std::array<const char*, 3> extensions{"table", "strikethrough", "autolink"};
constexpr std::string_view article_scheme = "article:";

struct CloseParser {
  void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
};
struct CloseNode {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};
struct CloseIterator {
  void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
};
struct CloseText {
  void operator()(char* text) const { cmark_get_default_mem_allocator()->free(text); }
};
using Parser = std::unique_ptr<cmark_parser, CloseParser>;
using Node = std::unique_ptr<cmark_node, CloseNode>;
using Iterator = std::unique_ptr<cmark_iter, CloseIterator>;

struct Parsed {
  Parser parser;  // owns the list of extensions that the renderer needs
  Node root;
};

Parsed parse(std::string_view body) {
  static std::once_flag registered;
  std::call_once(registered, cmark_gfm_core_extensions_ensure_registered);
  Parsed out{Parser{cmark_parser_new(options)}, nullptr};
  for (const auto* name : extensions) {
    auto* extension = cmark_find_syntax_extension(name);
    require(extension != nullptr, "cmark-gfm has its own extensions");
    cmark_parser_attach_syntax_extension(out.parser.get(), extension);
  }
  cmark_parser_feed(out.parser.get(), body.data(), body.size());
  out.root.reset(cmark_parser_finish(out.parser.get()));
  return out;
}

std::string_view view(const char* text) {
  return text == nullptr ? std::string_view{} : std::string_view{text};
}

/// All nodes in the order of the text, so that the tree may be changed while one goes through them: parents before children.
std::vector<cmark_node*> nodes_of(cmark_node* root) {
  std::vector<cmark_node*> all;
  const Iterator iterator{cmark_iter_new(root)};
  for (auto event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE; event = cmark_iter_next(iterator.get())) {
    if (event == CMARK_EVENT_ENTER) {
      all.push_back(cmark_iter_get_node(iterator.get()));
    }
  }
  return all;
}

void text_into(std::string& out, cmark_node* node) {
  const auto type = cmark_node_get_type(node);
  if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE || type == CMARK_NODE_CODE_BLOCK) {
    out.append(view(cmark_node_get_literal(node)));
  }
}

std::string text_of(cmark_node* root) {
  std::string out;
  for (auto* node : nodes_of(root)) {
    text_into(out, node);
  }
  return out;
}

/// Puts the children of `node` in its place.
void unwrap(cmark_node* node) {
  while (auto* child = cmark_node_first_child(node)) {
    cmark_node_insert_before(node, child);
  }
  cmark_node_unlink(node);
  cmark_node_free(node);
}

bool inside_link(cmark_node* node) {
  for (auto* at = cmark_node_parent(node); at != nullptr; at = cmark_node_parent(at)) {
    if (cmark_node_get_type(at) == CMARK_NODE_LINK) {
      return true;
    }
  }
  return false;
}

char lowered(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool begins(std::string_view text, std::string_view with) {
  return text.size() >= with.size() && std::ranges::equal(text.substr(0, with.size()), with, {}, lowered);
}

/// Browsers leave out control characters inside an address, so one that holds any is none.
bool is_clean(std::string_view address) {
  return std::ranges::none_of(address, [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '\\'; });
}

/// Where a link may lead; nullopt: nowhere.
std::optional<std::string> destination(std::string_view address, const LinkTo& link_to) {
  if (!is_clean(address)) {
    return std::nullopt;
  }
  if (begins(address, article_scheme)) {
    return link_to ? link_to(address.substr(article_scheme.size())) : std::nullopt;
  }
  const bool of_site = address.starts_with('#') || (address.starts_with('/') && !address.starts_with("//"));
  const bool of_web = begins(address, "http://") || begins(address, "https://");
  return of_site || of_web || begins(address, "mailto:") || begins(address, "tel:") ? std::optional{std::string{address}} : std::nullopt;
}

void tame_link(cmark_node* node, const LinkTo& link_to) {
  const auto to = destination(view(cmark_node_get_url(node)), link_to);
  if (!to || inside_link(node)) {
    unwrap(node);
  } else if (cmark_node_get_type(node) == CMARK_NODE_LINK) {
    cmark_node_set_url(node, to->c_str());
  } else {
    auto* link = cmark_node_new(CMARK_NODE_LINK);
    cmark_node_set_url(link, to->c_str());
    cmark_node_insert_before(node, link);
    while (auto* child = cmark_node_first_child(node)) {
      cmark_node_append_child(link, child);
    }
    cmark_node_unlink(node);
    cmark_node_free(node);
  }
}

void tame_heading(cmark_node* node, std::vector<Heading>& headings) {
  const auto level = std::max(cmark_node_get_heading_level(node), 2);
  headings.push_back({level, fmt::format("s{}", headings.size() + 1), text_of(node)});
  auto* block = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK);
  cmark_node_set_on_enter(block, fmt::format(R"(<h{} id="{}">)", level, headings.back().id).c_str());
  cmark_node_set_on_exit(block, fmt::format("</h{}>", level).c_str());
  cmark_node_insert_before(node, block);
  while (auto* child = cmark_node_first_child(node)) {
    cmark_node_append_child(block, child);
  }
  cmark_node_unlink(node);
  cmark_node_free(node);
}

/// Leaves in the tree only what may be shown.
void tame(cmark_node* root, const LinkTo& link_to, std::vector<Heading>& headings) {
  for (auto* node : nodes_of(root)) {
    const auto type = cmark_node_get_type(node);
    if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE) {
      cmark_node_unlink(node);
      cmark_node_free(node);
    } else if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE) {
      tame_link(node, link_to);
    } else if (type == CMARK_NODE_HEADING) {
      tame_heading(node, headings);
    }
  }
}

/// Columns of the row that separates a table's head from its body; 0 for any other line.
std::size_t columns_of(std::string_view line) {
  const bool separates = line.contains('-') && line.find_first_not_of("|:- \t>") == std::string_view::npos;
  return separates ? static_cast<std::size_t>(std::ranges::count(line, '|')) : 0;
}

std::size_t depth_of(cmark_node* root) {
  std::size_t deepest = 0;
  std::size_t depth = 0;
  const Iterator iterator{cmark_iter_new(root)};
  for (auto event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE; event = cmark_iter_next(iterator.get())) {
    const auto type = cmark_node_get_type(cmark_iter_get_node(iterator.get()));
    if (type == CMARK_NODE_BLOCK_QUOTE || type == CMARK_NODE_LIST || type == CMARK_NODE_EMPH || type == CMARK_NODE_STRONG) {
      depth = event == CMARK_EVENT_ENTER ? depth + 1 : depth - 1;
      deepest = std::max(deepest, depth);
    }
  }
  return deepest;
}

/// Before it is parsed: a wide table of many short rows would be filled up to its width.
std::optional<Error> fault_before(std::string_view body) {
  if (body.size() > body_max_bytes) {
    return Error{
        ErrorCode::invalid, fmt::format("the text has {} bytes", body.size()), "body", fmt::format("at most {}", body_max_bytes), {}};
  }
  for (std::size_t at = 0, number = 1; at < body.size(); ++number) {
    const auto end = std::min(body.find('\n', at), body.size());
    if (columns_of(body.substr(at, end - at)) > table_columns_max + 1) {
      return Error{ErrorCode::invalid,
                   fmt::format("a table is too wide in line {}", number),
                   "body",
                   fmt::format("at most {} columns", table_columns_max),
                   {}};
    }
    at = end + 1;
  }
  return std::nullopt;
}

std::optional<Error> fault_after(cmark_node* root) {
  if (depth_of(root) > nesting_max) {
    return Error{
        ErrorCode::invalid, "lists or quotes are nested too deep", "body", fmt::format("at most {} in each other", nesting_max), {}};
  }
  return std::nullopt;
}

Rendered as_written(std::string_view body) {
  return {fmt::format("<pre>{}</pre>\n", html_escaped(body.substr(0, body_max_bytes))), {}};
}

}  // namespace

std::optional<Error> fault_in_body(std::string_view body) {
  if (auto fault = fault_before(body)) {
    return fault;
  }
  return fault_after(parse(body).root.get());
}

Rendered render(std::string_view body, const LinkTo& link_to) {
  if (fault_before(body)) {
    return as_written(body);
  }
  const auto parsed = parse(body);
  if (fault_after(parsed.root.get())) {
    return as_written(body);
  }
  Rendered out;
  tame(parsed.root.get(), link_to, out.headings);
  const std::unique_ptr<char, CloseText> html{
      cmark_render_html(parsed.root.get(), options, cmark_parser_get_syntax_extensions(parsed.parser.get()))};
  out.html = view(html.get());
  return out;
}

std::string plain(std::string_view body) {
  if (fault_before(body)) {
    return std::string{body.substr(0, body_max_bytes)};
  }
  const auto parsed = parse(body);
  std::string out;
  for (auto* node : nodes_of(parsed.root.get())) {
    const auto type = cmark_node_get_type(node);
    const bool breaks =
        (type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK || type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK;
    if ((breaks || view(cmark_node_get_type_string(node)).starts_with("table")) && !out.empty() && out.back() != '\n') {
      out.push_back('\n');
    }
    text_into(out, node);
  }
  return out;
}

}  // namespace zhiyin::knowledge
