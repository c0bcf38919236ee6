#include "client/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "client/view.hpp"

namespace zhiyin::client {

namespace json = boost::json;
using std::chrono::milliseconds;

namespace {

constexpr auto welcome_max = std::chrono::seconds{15};
constexpr unsigned doublings_max = 10;
constexpr auto retry_default = milliseconds{200};

struct Refusal {
  std::string_view code;
  std::int64_t status = 0;
  bool final = false;  ///< sending it again unchanged is of no use
};
constexpr auto refusals = std::to_array<Refusal>({
    {"bad_request", 400, true},
    {"forbidden", 403, true},
    {"not_found", 404, true},
    {"conflict", 409, true},
    {"stale", 409, true},
    {"earlier_refused", 409, false},
    {"too_large", 413, true},
    {"invalid", 422, true},
    {"too_many", 429, false},
    {"unavailable", 503, false},
});

}  // namespace

Session::Session(Fleet& fleet, std::string who, std::string path)
    : fleet_(fleet), who_(std::move(who)), path_(std::move(path)), outbox_([this](std::string_view frame) { transmit(frame); }) {}

Session::~Session() {
  for (const auto& timer : {timer_, resume_timer_}) {
    if (timer) {
      fleet_.loop.cancel(*timer);
    }
  }
}

void Session::start() {
  wanted_ = true;
  connect();
}

void Session::stop() {
  wanted_ = false;
  welcomed_ = false;
  outbox_.disconnected();
  if (timer_) {
    fleet_.loop.cancel(*timer_);
  }
  if (wire_ && !wire_->gone()) {
    wire_->close(1000);
  }
}

void Session::cut(bool hard) {
  wire_->cut(hard);
  lost(backoff());
}

int Session::leave_half_open() {
  const int fd = wire_->abandon();
  lost(backoff());
  return fd;
}

milliseconds Session::backoff() const {
  return std::min(fleet_.backoff_max, fleet_.backoff_base * (1U << std::min(tries_, doublings_max)));
}

void Session::connect() {
  timer_.reset();
  const auto port = fleet_.ports[fleet_.chance.under(fleet_.ports.size())];
  wire_ =
      std::make_unique<Wire>(fleet_.loop, Target{port, path_, source_address, {}, receive_buffer_bytes}, static_cast<Wire::User&>(*this));
  ++tries_;
  timer_ = fleet_.loop.after(welcome_max, [this] { cut(true); });
}

void Session::lost(milliseconds delay_max) {
  welcomed_ = false;
  outbox_.disconnected();
  if (resume_timer_) {
    fleet_.loop.cancel(*resume_timer_);
    resume_timer_.reset();
  }
  take_loss();
  if (timer_) {
    fleet_.loop.cancel(*timer_);
    timer_.reset();
  }
  if (wanted_) {
    const auto delay = milliseconds{fleet_.chance.under(static_cast<std::uint64_t>(delay_max.count()) + 1)};
    timer_ = fleet_.loop.after(delay, [this] { connect(); });
  }
}

void Session::on_open() {
  wire_->send_text(hello());
}

void Session::on_ended(const Ending& ending) {
  if (welcomed_) {
    ++fleet_.findings.lost;
  }
  ++fleet_.findings.close_codes[ending.code];
  for (const int ours : {1002, 1003, 1007, 1008, 1009, 1011}) {
    if (ending.code == ours) {
      complain(fmt::format("closed with {}: {}", ending.code, ending.reason));
    }
  }
  if (ending.code == 0 && ending.reason.starts_with("the server")) {
    complain(ending.reason);
  }
  lost(ending.code == 1001 ? milliseconds{1000} : backoff());
}

void Session::transmit(std::string_view text) {
  if (wire_) {
    wire_->send_text(text);
  }
}

void Session::say(std::string_view conversation, std::string_view text, Steady::time_point born) {
  Outbox::Message message;
  message.id = fmt::format("{}-{}", path_.ends_with("visitor") ? 'v' : 'a', ++said_);
  message.conversation = conversation;
  message.digest = digest_of(text);
  message.born = born;
  message.frame = conversation.empty()
                      ? fmt::format(R"({{"t":"send","id":"{}","text":{}}})", message.id, quoted(text))
                      : fmt::format(R"({{"t":"send","id":"{}","conversation":"{}","text":{}}})", message.id, conversation, quoted(text));
  outbox_.add(std::move(message));
}

void Session::on_text(std::string_view text) {
  const auto* message = reader_.read(text);
  if (message == nullptr) {
    complain(fmt::format("not a JSON object: {}", text.substr(0, 200)));
    return;
  }
  const auto type = text_of(*message, "t");
  if (type == "welcome") {
    if (timer_) {
      fleet_.loop.cancel(*timer_);
      timer_.reset();
    }
    ++fleet_.findings.connections;
    fleet_.findings.resumed += resumes() ? 1U : 0U;
    tries_ = 0;
    welcomed_ = true;
    log_ = text_of(*message, "log");
    const auto& me = object_of(*message, "me");
    if (!text_of(me, "id").empty()) {
      me_ = fmt::format("{}:{}", text_of(me, "kind"), text_of(me, "id"));
    }
    take_welcome(*message);
    outbox_.connected(static_cast<std::size_t>(std::max<std::int64_t>(1, number_of(object_of(*message, "limits"), "in_flight_max"))));
  } else if (!welcomed_) {
    complain(fmt::format("{} before the welcome", type));
  } else if (type == "ack") {
    take_ack(*message);
  } else if (type == "refused") {
    take_refused(*message);
  } else if (type == "skipped") {
    if (!outbox_.skipped(text_of(*message, "id"))) {
      complain(fmt::format("skipped {}, which was not asked", text_of(*message, "id")));
    }
    resume_speaking();
  } else {
    take_message(type, *message);
  }
}

void Session::take_ack(const json::object& message) {
  const auto id = text_of(message, "id");
  if (!message.contains("seq")) {
    take_ack_of_act(message);
    return;
  }
  auto sent = outbox_.acked(id);
  if (!sent) {
    complain(fmt::format("an ack of {} (seq {}), which does not await one", id, number_of(message, "seq")));
    return;
  }
  ++fleet_.findings.acked;
  if (truth_of(message, "again")) {
    ++fleet_.findings.acked_again;
    if (sent->tries < 2) {
      complain(fmt::format("{} was sent once and is acknowledged as again", id));
    }
  }
  const auto conversation = text_of(message, "conversation");
  if (number_of(message, "seq") < 1 || (!sent->conversation.empty() && sent->conversation != conversation)) {
    complain(fmt::format("a wrong ack of {}: {}", id, json::serialize(message)));
  }
  const auto digest = digest_of(id, digest_of(text_of(message, "at"), sent->digest));
  ledger_.push_back({std::string(conversation), number_of(message, "seq"), std::string(id), digest});
  if (on_ack) {
    on_ack(*sent, message);
  }
  resume_speaking();
}

void Session::take_refused(const json::object& message) {
  const auto code = text_of(message, "code");
  const auto* known = std::ranges::find(refusals, code, &Refusal::code);
  auto count = fleet_.findings.refused.find(code);
  if (count == fleet_.findings.refused.end()) {
    count = fleet_.findings.refused.emplace(std::string(code), 0).first;
  }
  ++count->second;
  const auto retry = number_of(message, "retry_after_ms");
  if (known == std::end(refusals) || number_of(message, "status") != known->status || text_of(message, "title").empty() ||
      (code == "unavailable" && retry < 0)) {
    complain("not a clear refusal: " + json::serialize(message));
    return;
  }
  if (take_refusal(message)) {
    return;
  }
  if (!outbox_.refused(text_of(message, "id"), known->final)) {
    complain("a refusal of what was not asked: " + json::serialize(message));
    return;
  }
  if (!known->final && code != "earlier_refused") {
    const auto wait = retry < 0 ? retry_default : milliseconds{retry};
    hold_until_ = Steady::now() + wait;
  }
  resume_speaking();
}

void Session::resume_speaking() {
  if (!outbox_.held() || !outbox_.settled()) {
    return;
  }
  const auto wait = std::chrono::ceil<std::chrono::microseconds>(hold_until_ - Steady::now());
  if (wait.count() <= 0) {
    outbox_.resume();
  } else if (!resume_timer_) {
    resume_timer_ = fleet_.loop.after(wait, [this] {
      resume_timer_.reset();
      resume_speaking();
    });
  }
}

void Session::take_ack_of_act(const json::object& message) {
  complain("an ack of what was not asked: " + json::serialize(message));
}

bool Session::take_refusal(const json::object&) {
  return false;
}

}  // namespace zhiyin::client
