CREATE TABLE "slate_asset_candidates" (
	"from_asset_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"from_file_id" bigint,
	"from_path" text NOT NULL,
	"to_guid" text NOT NULL,
	"to_file_id" bigint,
	CONSTRAINT "slate_asset_candidates_from_asset_id_ordinal_pk" PRIMARY KEY("from_asset_id","ordinal")
);
--> statement-breakpoint
ALTER TABLE "slate_asset_components" ADD COLUMN "named_by_script" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "slate_assets" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "slate_asset_candidates" ADD CONSTRAINT "slate_asset_candidates_from_asset_id_slate_assets_id_fk" FOREIGN KEY ("from_asset_id") REFERENCES "public"."slate_assets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slate_asset_candidates" ADD CONSTRAINT "slate_asset_candidates_project_fk" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."slate_projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "slate_asset_candidates_guid_ix" ON "slate_asset_candidates" USING btree ("project_id","to_guid");--> statement-breakpoint
CREATE INDEX "slate_asset_components_script_ix" ON "slate_asset_components" USING btree ("project_id","script_guid") WHERE named_by_script;