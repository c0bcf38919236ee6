#include "live/receipts.hpp"

#include <utility>

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
  // Taken out, not kept as the highest ever said: a number above the last message is cut to it, and means more when more has come.
  const auto delivered = std::exchange(delivered_, 0);
  const auto read = std::exchange(read_, 0);
  if (delivered == 0 && read == 0) {
    return;
  }
  resting_ = true;
  home_.after(every, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) {
      self->resting_ = false;
      self->submit();
    }
  });
  gateway_.writer.submit(writer::command<conversation::Moved>(
      lane_,
      [id = conversation_, kind = kind_, participant = participant_](writer::Tx& tx) {
        conversation::want(tx, id);
        conversation::want_watermark(tx, id, kind, participant);
      },
      [id = conversation_, kind = kind_, participant = participant_, delivered, read](writer::Tx& tx) {
        return conversation::mark(tx, id, kind, participant, delivered, read);
      },
      [&home = home_, weak = weak_from_this(), delivered, read](const Result<conversation::Moved>& taken) {
        if (!taken && taken.error().code == ErrorCode::unavailable) {
          home.post([weak, delivered, read] {
            if (const auto self = weak.lock()) {
              self->note(delivered, read);
            }
          });
        }
      }));
}

}  // namespace zhiyin::live
