-- With Row Level Security an index serves only operators that are known to leak nothing of the rows they are shown; for others every row of
-- the workspace is read. These two compare and return a boolean: their errors show no value. (A logical restore forgets this: search is
-- then slower, not wrong.)
ALTER FUNCTION pg_catalog.ts_match_vq(tsvector, tsquery) LEAKPROOF;
ALTER FUNCTION word_similarity_commutator_op(text, text) LEAKPROOF;
--> statement-breakpoint
-- Lets an index on text begin with the workspace.
CREATE EXTENSION IF NOT EXISTS btree_gin;
