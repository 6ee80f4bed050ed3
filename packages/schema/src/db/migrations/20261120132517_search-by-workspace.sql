DROP INDEX "slate_search_document_ix";--> statement-breakpoint
DROP INDEX "slate_search_path_ix";--> statement-breakpoint
CREATE INDEX "slate_search_document_ix" ON "slate_search" USING gin ("workspace_id","document");--> statement-breakpoint
CREATE INDEX "slate_search_path_ix" ON "slate_search" USING gin ("workspace_id","path" gin_trgm_ops);