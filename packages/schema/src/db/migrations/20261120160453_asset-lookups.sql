CREATE TABLE "slate_asset_lookups" (
	"asset_id" uuid NOT NULL,
	"guid" text NOT NULL,
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"answer" text,
	CONSTRAINT "slate_asset_lookups_asset_id_guid_pk" PRIMARY KEY("asset_id","guid")
);
--> statement-breakpoint
ALTER TABLE "slate_asset_candidates" DISABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP TABLE "slate_asset_candidates" CASCADE;--> statement-breakpoint
DROP INDEX "slate_asset_components_script_ix";--> statement-breakpoint
ALTER TABLE "slate_asset_lookups" ADD CONSTRAINT "slate_asset_lookups_asset_id_slate_assets_id_fk" FOREIGN KEY ("asset_id") REFERENCES "public"."slate_assets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slate_asset_lookups" ADD CONSTRAINT "slate_asset_lookups_project_fk" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."slate_projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "slate_asset_lookups_guid_ix" ON "slate_asset_lookups" USING btree ("project_id","guid");--> statement-breakpoint
ALTER TABLE "slate_asset_components" DROP COLUMN "named_by_script";