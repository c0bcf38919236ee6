-- When an inbox is open (src/hours/words.hpp says how it is written); empty: always. And a contact's newest conversation of each inbox.

ALTER TABLE inbox ADD COLUMN hours TEXT NOT NULL DEFAULT '';

CREATE INDEX conversation_by_contact_and_inbox ON conversation (contact, inbox, id);
