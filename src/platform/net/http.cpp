#include "platform/net/http.hpp"

namespace zhiyin::net {

void Responder::Sink::dropped() {
  answer(problem(Error{ErrorCode::unavailable, "Nobody answered this request.", "", "Try again later.", ""}));
}

Responder& Responder::operator=(Responder&& other) noexcept {
  if (this != &other) {
    const Responder old{std::move(sink_)};
    sink_ = std::move(other.sink_);
  }
  return *this;
}

Responder::~Responder() {
  if (sink_) {
    sink_->dropped();
  }
}

void Responder::operator()(Response response) {
  if (const auto sink = std::exchange(sink_, nullptr)) {
    sink->answer(std::move(response));
  }
}

}  // namespace zhiyin::net
