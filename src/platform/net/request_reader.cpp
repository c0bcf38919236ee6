#include "platform/net/request_reader.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <cstdint>
#include <limits>
#include <optional>

#include "platform/net/chunk_reader.hpp"

namespace zhiyin::net {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

std::string_view std_view(boost::beast::string_view text) {
  return {text.data(), text.size()};
}
boost::beast::string_view beast_view(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

struct RequestReader::Parsed {
  http::request_parser<http::empty_body> parser;  // of the header only, and of a whole one: the body is ours
  std::string body;
  std::uint64_t left = 0;  // of a body by its length
  std::optional<ChunkReader> chunks;
};

RequestReader::RequestReader(std::size_t header_max_bytes, std::size_t body_max_bytes)
    : header_max_bytes_(header_max_bytes), body_max_bytes_(body_max_bytes) {}
RequestReader::~RequestReader() = default;
RequestReader::RequestReader(RequestReader&&) noexcept = default;

RequestReader::State RequestReader::take(std::string_view bytes) {
  if (state_ == State::refused) {
    return state_;
  }
  buffer_.append(bytes);
  if (state_ == State::empty || state_ == State::header) {
    return read_header();
  }
  return state_ == State::body ? read_body() : state_;
}

RequestReader::State RequestReader::next() {
  if (state_ != State::whole) {
    return state_;
  }
  parsed_.reset();
  state_ = State::empty;
  wants_continue_ = false;
  looked_ = 0;
  if (buffer_.empty()) {
    std::string{}.swap(buffer_);  // a connection between requests holds no memory
    return state_;
  }
  return read_header();
}

RequestReader::State RequestReader::refuse(int status, std::string_view code, std::string_view what) {
  refusal_ = {status, code, what};
  parsed_.reset();
  std::string{}.swap(buffer_);
  return state_ = State::refused;
}

/// Looks for the end of the header line by line, and refuses what Beast would let pass: bare line feeds, folded lines.
RequestReader::State RequestReader::read_header() {
  if (looked_ == 0) {
    // Empty lines before a request are forgiven (RFC 9112 section 2.2).
    std::size_t blank = 0;
    while (buffer_.size() - blank >= 2 && buffer_[blank] == '\r' && buffer_[blank + 1] == '\n') {
      blank += 2;
    }
    buffer_.erase(0, blank);
  }
  if (buffer_.empty()) {
    return state_ = State::empty;
  }
  state_ = State::header;
  for (;;) {
    const auto end = buffer_.find('\n', looked_);
    if (std::min(end, buffer_.size()) >= header_max_bytes_) {
      return refuse(431, "header_too_large", "The header is larger than this server takes.");
    }
    if (end == std::string::npos) {
      return state_;
    }
    if (end == 0 || buffer_[end - 1] != '\r') {
      return refuse(400, "bad_request", "A line of the header ends without a carriage return.");
    }
    const auto line = std::string_view{buffer_}.substr(looked_, end - 1 - looked_);
    if (line.starts_with(' ') || line.starts_with('\t')) {
      return refuse(400, "bad_request", "A line of the header is folded.");
    }
    if (std::ranges::any_of(line, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; })) {
      return refuse(400, "bad_request", "The header holds control characters.");
    }
    looked_ = end + 1;
    if (line.empty()) {
      return check_header();
    }
  }
}

RequestReader::State RequestReader::check_header() {
  parsed_ = std::make_unique<Parsed>();
  auto& parser = parsed_->parser;
  parser.header_limit(std::numeric_limits<std::uint32_t>::max());  // ours was checked
  parser.body_limit(boost::none);                                  // likewise
  boost::system::error_code failed;
  const auto taken = parser.put(asio::const_buffer{buffer_.data(), looked_}, failed);
  if (failed || !parser.is_header_done() || taken != looked_) {
    return refuse(400, "bad_request", "The header is not HTTP/1.1.");
  }
  const auto& message = parser.get();
  const bool chunked = message.count(http::field::transfer_encoding) > 0;
  const auto lengths = message.count(http::field::content_length);
  if (chunked && (lengths > 0 || message.version() < 11 || !boost::beast::iequals(message[http::field::transfer_encoding], "chunked"))) {
    return refuse(400, "bad_request", "The length of the body can be read in two ways.");
  }
  if (lengths > 1 || message[http::field::content_length].find(',') != boost::beast::string_view::npos) {
    return refuse(400, "bad_request", "There is more than one Content-Length.");
  }
  const auto hosts = message.count(http::field::host);
  if (hosts > 1 || (hosts == 0 && message.version() >= 11)) {
    return refuse(400, "bad_request", "There must be exactly one Host.");
  }
  const auto expect = message[http::field::expect];
  if (!expect.empty() && !boost::beast::iequals(expect, "100-continue")) {
    return refuse(417, "bad_request", "This server knows no such expectation.");
  }
  if (chunked) {
    parsed_->chunks.emplace(body_max_bytes_);
  } else {
    parsed_->left = parser.content_length().value_or(0);
    if (parsed_->left > body_max_bytes_) {
      return refuse(413, "too_large", "The body is larger than this server takes.");
    }
  }
  buffer_.erase(0, looked_);
  wants_continue_ = !expect.empty() && message.version() >= 11 && buffer_.empty();
  return read_body();
}

RequestReader::State RequestReader::read_body() {
  std::string_view bytes{buffer_};
  auto state = ChunkReader::State::more;
  if (parsed_->chunks) {
    state = parsed_->chunks->take(bytes, parsed_->body);
  } else {
    const auto take = static_cast<std::size_t>(std::min<std::uint64_t>(parsed_->left, bytes.size()));
    parsed_->body.append(bytes.substr(0, take));
    parsed_->left -= take;
    bytes.remove_prefix(take);
    state = parsed_->left == 0 ? ChunkReader::State::whole : ChunkReader::State::more;
  }
  buffer_.erase(0, buffer_.size() - bytes.size());
  switch (state) {
    case ChunkReader::State::more: return state_ = State::body;
    case ChunkReader::State::whole: wants_continue_ = false; return state_ = State::whole;
    case ChunkReader::State::too_large: return refuse(413, "too_large", "The body is larger than this server takes.");
    case ChunkReader::State::broken: break;
  }
  return refuse(400, "bad_request", "The chunks of the body are malformed, or header fields follow them.");
}

bool RequestReader::wants_continue() {
  return std::exchange(wants_continue_, false);
}

std::string_view RequestReader::method() const {
  return std_view(parsed_->parser.get().method_string());
}
std::string_view RequestReader::target() const {
  return std_view(parsed_->parser.get().target());
}
std::string_view RequestReader::body() const {
  return parsed_->body;
}
bool RequestReader::http_1_1() const {
  return parsed_->parser.get().version() >= 11;
}
bool RequestReader::keep_alive() const {
  return http_1_1() && parsed_->parser.get().keep_alive();
}

std::string_view RequestReader::header(std::string_view name) const {
  return std_view(parsed_->parser.get()[beast_view(name)]);
}

bool RequestReader::lists(std::string_view name, std::string_view word) const {
  const auto [first, last] = parsed_->parser.get().equal_range(beast_view(name));
  return std::any_of(first, last, [&](const auto& field) { return http::token_list{field.value()}.exists(beast_view(word)); });
}

std::vector<std::string_view> RequestReader::headers(std::string_view name) const {
  std::vector<std::string_view> values;
  for (auto [at, last] = parsed_->parser.get().equal_range(beast_view(name)); at != last; ++at) {
    values.push_back(std_view(at->value()));
  }
  return values;
}

bool RequestReader::behind_proxy() const {
  static constexpr std::string_view prefix = "x-forwarded-";
  return std::ranges::any_of(parsed_->parser.get(), [](const auto& field) {
    const auto name = field.name_string();
    return field.name() == http::field::forwarded || field.name() == http::field::via || boost::beast::iequals(name, "x-real-ip") ||
           boost::beast::iequals(name.substr(0, prefix.size()), beast_view(prefix));
  });
}

std::string RequestReader::take_rest() {
  return std::exchange(buffer_, {});
}

}  // namespace zhiyin::net
