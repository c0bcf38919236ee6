#include "sim/observer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "conversation/inner.hpp"
#include "conversation/reading.hpp"
#include "desk/inner_wire.hpp"
#include "live/wire.hpp"
#include "platform/base/require.hpp"
#include "platform/journal/journal.hpp"

namespace zhiyin::sim {
namespace {

using std::chrono::minutes;

constexpr std::size_t recent_max = 40;
constexpr std::int64_t relayed_at_once = 1'000;

/// The first difference between what a page shows and what a page shows that was opened just now.
std::optional<std::string> difference(const client::View& page, const client::View& fresh) {
  const auto state = [](const client::View& v) {
    std::string marks;
    for (const auto& [who, mark] : v.watermarks()) {
      marks += fmt::format(" {} {}/{}", who, mark.delivered, mark.read);
    }
    return fmt::format("{} of {} {} {} rev {} last_seq {} log {}{}", v.id(), v.visitor(), v.stage(), v.assignee(), v.rev(), v.last_seq(),
                       v.log(), marks);
  };
  if (state(page) != state(fresh)) {
    return fmt::format("the page shows: {}; a fresh one: {}", state(page), state(fresh));
  }
  auto a = page.entries().rbegin();
  auto b = fresh.entries().rbegin();
  for (; a != page.entries().rend() && b != fresh.entries().rend(); ++a, ++b) {
    if (a->seq != b->seq || a->digest != b->digest) {
      return fmt::format("{}: the page shows entry {} as {} of {}, a fresh one entry {} as {} of {}", page.id(), a->seq, a->client_id,
                         a->author, b->seq, b->client_id, b->author);
    }
  }
  return std::nullopt;
}

}  // namespace

net::Reactor& Observer::Page::reactor() {
  fail_requirement("a stream asks its socket for no reactor", std::source_location::current());
}

Observer::Observer(World& world, int number) : world_(world), name_(fmt::format("page {}", number)), colleague_(number % 2 == 0) {
  world.after(world.between(minutes{30}, minutes{90}), [this] { live(); });
}

void Observer::live() {
  if (world_.up() && !world_.auditor.conversations().empty()) {
    if (open_ && !connected()) {
      open_ = false;  // the server died, and its board with it
      world_.plan.count(Fault::page_cut);
    }
    if (!open_) {
      if (!view_ || world_.chance.once_in(3)) {
        choose();
      }
      open();
    } else if (world_.chance.once_in(12)) {
      close();
    } else if (world_.chance.once_in(3)) {
      compare();
    }
  }
  world_.after(world_.between(Millis{50}, minutes{8}), [this] { live(); });
}

/// A conversation in which something may still happen.
void Observer::choose() {
  const auto& all = world_.auditor.conversations();
  conversation_ = all[all.size() - 1 - world_.chance.under(std::min(all.size(), recent_max))];
  view_.emplace(name_, findings_);
  inner_ = {};
}

void Observer::open() {
  gateway_ = world_.chance.under(world_.gateways());
  life_ = world_.life();
  open_ = true;
  stream_ = {};
  stream_.expect_picture();
  view_->new_connection();
  world_.gateway(gateway_).board().follow(conversation_, *this);
  inner_stream_ = {};
  early_inner_.clear();
  if (colleague_) {
    world_.gateway(gateway_).inner_board().follow(conversation_, *this);
  }
  world_.after(world_.between(Millis{1}, Millis{400}), [this, opening = ++openings_] { show(opening); });
}

void Observer::show(int opening) {
  if (!connected() || opening != openings_) {
    return;
  }
  auto& session = world_.reading();
  session.begin();
  const auto picture = view_->rev() > 0 && view_->log() == world_.gateway(gateway_).log_id()
                           ? conversation::changes_after(session, conversation_, view_->rev())
                           : conversation::snapshot(session, conversation_);
  const auto inner = picture && colleague_
                         ? std::optional{conversation::inner_of(session, picture->conversation, picture->whole ? 0 : inner_.irev())}
                         : std::nullopt;
  session.rollback();
  if (!picture) {
    world_.chronicle.violate(Invariant::kept, fmt::format("conversation {} was seen and is gone", conversation_.value()));
    return;
  }
  stream_.on_picture(picture->conversation.revision,
                     net::frame(live::wire::picture(world_.gateway(gateway_).log_id(), *picture, inner ? desk::inner_object(*inner) : "")),
                     page_);
  if (inner) {
    inner_stream_.on_picture(inner->revision);
    for (const auto& [batch, relayed] : std::exchange(early_inner_, {})) {
      on_inner(*relayed, batch);
    }
  }
}

void Observer::close() {
  open_ = false;
  world_.plan.count(Fault::page_cut);
  if (!world_.plan.plants(Plant::keep_following, 2)) {
    world_.gateway(gateway_).board().unfollow(conversation_, *this);
    world_.gateway(gateway_).inner_board().unfollow(conversation_, *this);
  }
}

void Observer::on_inner(const desk::InnerRelayed& relayed, const desk::InnerBatch& batch) {
  world_.chronicle.checked(Invariant::sight);
  if (!colleague_ || !open_ || relayed.fact.conversation != conversation_) {
    world_.chronicle.violate(Invariant::sight, fmt::format("{} is told inner fact {} of conversation {}", name_, relayed.fact.pos,
                                                           relayed.fact.conversation.value()));
  } else if (stream_.waiting()) {
    early_inner_.emplace_back(batch, &relayed);
  } else {
    inner_stream_.on_inner(relayed, page_);
  }
}

void Observer::on_fact(const live::Relayed& relayed, const live::Batch& batch) {
  world_.chronicle.checked(Invariant::sight);
  if (!open_ || relayed.fact.conversation != conversation_) {
    world_.chronicle.violate(Invariant::sight, fmt::format("{} is told fact {} of conversation {}, and follows {}", name_, relayed.fact.pos,
                                                           relayed.fact.conversation.value(), open_ ? conversation_.value() : 0));
    return;
  }
  stream_.on_fact(relayed, batch, page_);
}

void Observer::read(const std::string& frame) {
  auto& chronicle = world_.chronicle;
  ++chronicle.counts.frames;
  chronicle.digest(frame);
  const auto* message = reader_.read(frame);
  require(message != nullptr, "a frame is a JSON object");
  const auto type = client::text_of(*message, "t");
  if (!colleague_ && frame.contains("irev")) {
    chronicle.violate(Invariant::sight, fmt::format("{} is a visitor's and was told {}", name_, frame));
  }
  if (type == "inner") {
    if (!inner_.take_fact(*message)) {
      chronicle.violate(Invariant::snapshot, fmt::format("{} knew inner revision {} and was told {}", name_, inner_.irev(), frame));
    }
    return;
  }
  if (type == "snapshot" || type == "changes") {
    const auto& inner = client::object_of(client::object_of(*message, "conversation"), "inner");
    if (!inner.empty()) {
      inner_.take_inner(inner);
    }
  }
  if (type == "snapshot") {
    (void)view_->take_snapshot(*message);
  } else if (type == "changes") {
    (void)view_->take_changes(*message);
  } else {
    (void)view_->take_fact(*message);
  }
  chronicle.checked(Invariant::order);
  if (findings_.violations() > 0) {
    const auto& what = findings_.first().front();
    chronicle.violate(what.contains("watermark")   ? Invariant::receipts
                      : what.contains("duplicate") ? Invariant::once
                                                   : Invariant::order,
                      what);
  }
}

void Observer::compare() {
  auto& gateway = world_.gateway(gateway_);
  auto& session = world_.reading();
  if (world_.chance.once_in(2)) {
    while (gateway.relay(session, relayed_at_once)) {
    }
  }
  session.begin();
  world_.auditor.catch_up(session);  // what is wrong with facts and rows is said before what they make of a page
  world_.auditor.check_rows(session, conversation_);
  const auto picture = conversation::snapshot(session, conversation_);
  const auto head = journal::head(session).pos;
  const auto inner = picture && colleague_ ? std::optional{conversation::inner_of(session, picture->conversation)} : std::nullopt;
  session.rollback();
  if (!connected() || stream_.waiting() || gateway.pos() != head || !picture) {
    return;
  }
  client::View fresh(name_, findings_);
  (void)fresh.take_snapshot(*reader_.read(live::wire::picture(gateway.log_id(), *picture)));
  world_.chronicle.checked(Invariant::snapshot);
  if (auto differs = difference(*view_, fresh)) {
    world_.chronicle.violate(Invariant::snapshot, std::move(*differs));
  }
  if (inner) {
    compare_inner(*inner);
  }
}

/// The colleague's side of compare().
void Observer::compare_inner(const conversation::Inner& now) {
  client::InnerView fresh;
  const auto text = desk::inner_object(now);
  fresh.take_inner(*reader_.read(text));
  auto a = inner_.notes().rbegin();
  auto b = fresh.notes().rbegin();
  bool same = inner_.state() == fresh.state();
  for (; a != inner_.notes().rend() && b != fresh.notes().rend(); ++a, ++b) {
    same = same && *a == *b;
  }
  if (!same || (b != fresh.notes().rend() && a == inner_.notes().rend())) {
    world_.chronicle.violate(Invariant::snapshot,
                             fmt::format("{} shows the inner side as {}; a fresh one: {}", name_, inner_.state(), text));
  }
}

void Observer::finish() {
  if (connected()) {
    auto& gateway = world_.gateway(gateway_);
    while (gateway.relay(world_.reading(), relayed_at_once)) {
    }
    compare();
  }
}

}  // namespace zhiyin::sim
