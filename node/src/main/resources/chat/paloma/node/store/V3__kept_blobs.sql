-- A blob that a commit of the room's lane is in stays as long as the commit, whatever becomes of messages.
ALTER TABLE blob ADD COLUMN kept INTEGER NOT NULL DEFAULT 0;
