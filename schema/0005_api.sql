-- What the public API keeps: answers to be given again.

-- The answer to a request that carried an Idempotency-Key, for whoever sends it again; kept for a day. `caller` is whose key it is: an
-- integration's keys are its own. `kept` is 0 where the answer holds a secret and is not here.
CREATE TABLE idempotency_key (  -- owner: api
  caller TEXT NOT NULL,
  name TEXT NOT NULL,
  digest TEXT NOT NULL,
  status BIGINT NOT NULL,
  kept BIGINT NOT NULL,
  answer TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (caller, name)
);
CREATE INDEX idempotency_key_by_age ON idempotency_key (at);
