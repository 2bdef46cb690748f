-- An account that was reset has given its handle to the one that took its place.
CREATE TABLE account_next (
    account ${bytes} PRIMARY KEY,
    handle TEXT UNIQUE,
    administrator INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    removed_at BIGINT,
    version BIGINT NOT NULL,
    record ${bytes} NOT NULL
);

INSERT INTO account_next (account, handle, administrator, created_at, removed_at, version, record)
    SELECT account, handle, administrator, created_at, removed_at, version, record FROM account;

DROP TABLE account;

ALTER TABLE account_next RENAME TO account;

-- The account that ends when the invite is used: a link to reset it.
ALTER TABLE invite ADD COLUMN resets ${bytes};
