#include "live/receipts.hpp"

#include "conversation/service.hpp"

namespace zhiyin::live {

void Receipts::note(std::int64_t delivered, std::int64_t read) {
  delivered_ = std::max(delivered_, delivered);
  read_ = std::max(read_, read);
  if (!resting_) {
    submit();
  }
}

void Receipts::submit() {
  if (delivered_ == submitted_delivered_ && read_ == submitted_read_) {
    return;
  }
  submitted_delivered_ = delivered_;
  submitted_read_ = read_;
  resting_ = true;
  home_.after(every, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) {
      self->resting_ = false;
      self->submit();
    }
  });
  // A receipt that the store cannot take is lost; the next one holds it too, since watermarks only rise.
  gateway_.writer.submit(writer::command<conversation::Moved>(
      lane_,
      [id = conversation_, kind = kind_, participant = participant_](writer::Tx& tx) {
        conversation::want(tx, id);
        conversation::want_watermark(tx, id, kind, participant);
      },
      [id = conversation_, kind = kind_, participant = participant_, delivered = delivered_, read = read_](writer::Tx& tx) {
        return conversation::mark(tx, id, kind, participant, delivered, read);
      },
      [](Result<conversation::Moved>) {}));
}

}  // namespace zhiyin::live
