CREATE TABLE "slate_asset_components" (
	"asset_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"file_id" bigint NOT NULL,
	"class_id" bigint NOT NULL,
	"component_type" text NOT NULL,
	"component_name" text NOT NULL,
	"script_guid" text,
	"game_object_file_id" bigint,
	"parent" bigint,
	"stripped" boolean DEFAULT false NOT NULL,
	"editable" boolean DEFAULT true NOT NULL,
	"properties" jsonb NOT NULL,
	CONSTRAINT "slate_asset_components_asset_id_ordinal_pk" PRIMARY KEY("asset_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "slate_asset_guids" (
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"guid" text NOT NULL,
	"path" varchar(1024) NOT NULL,
	"type" text NOT NULL,
	"seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "slate_asset_guids_project_id_guid_pk" PRIMARY KEY("project_id","guid")
);
--> statement-breakpoint
CREATE TABLE "slate_asset_previews" (
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"source_sha256" "bytea" NOT NULL,
	"pixels" integer NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"media_type" text NOT NULL,
	"sha256" "bytea" NOT NULL,
	"size" integer NOT NULL,
	"manifest_digest" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "slate_asset_previews_project_id_source_sha256_pixels_pk" PRIMARY KEY("project_id","source_sha256","pixels")
);
--> statement-breakpoint
CREATE TABLE "slate_asset_references" (
	"from_asset_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"from_file_id" bigint,
	"from_path" text NOT NULL,
	"to_guid" text NOT NULL,
	"to_file_id" bigint,
	"to_asset_id" uuid,
	"kind" text NOT NULL,
	"resolved" boolean GENERATED ALWAYS AS ((to_asset_id is not null or kind = 'builtin')) STORED NOT NULL,
	CONSTRAINT "slate_asset_references_from_asset_id_ordinal_pk" PRIMARY KEY("from_asset_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "slate_asset_states" (
	"project_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"graph_version" bigint DEFAULT 0 NOT NULL,
	"changeset_id" uuid,
	"format_version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "slate_asset_versions" (
	"asset_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"guid" text NOT NULL,
	"path" varchar(1024) NOT NULL,
	"type" text NOT NULL,
	"file_version" integer,
	"meta_version" integer,
	"sha256" "bytea",
	"meta_sha256" "bytea",
	"size" bigint NOT NULL,
	"changeset_id" uuid,
	"manifest_digest" text,
	"published_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "slate_asset_versions_asset_id_version_pk" PRIMARY KEY("asset_id","version")
);
--> statement-breakpoint
CREATE TABLE "slate_assets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"guid" text NOT NULL,
	"declared_guid" text,
	"path" varchar(1024) NOT NULL,
	"name" text NOT NULL,
	"unity_project" text,
	"type" text NOT NULL,
	"file_id" uuid,
	"file_version" integer,
	"meta_file_id" uuid,
	"meta_version" integer,
	"main_object_id" bigint,
	"sha256" "bytea",
	"size" bigint DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"warnings" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"labels" text[] DEFAULT '{}' NOT NULL,
	"registry_path" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "slate_collection_assets" (
	"collection_id" uuid NOT NULL,
	"asset_id" uuid NOT NULL,
	"workspace_id" uuid NOT NULL,
	"added_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "slate_collection_assets_collection_id_asset_id_pk" PRIMARY KEY("collection_id","asset_id")
);
--> statement-breakpoint
CREATE TABLE "slate_collections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "slate_registry_pushes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"repository" text NOT NULL,
	"reference" text NOT NULL,
	"manifest_digest" text NOT NULL,
	"author" jsonb,
	"user_id" uuid,
	"size" bigint DEFAULT 0 NOT NULL,
	"status" text DEFAULT 'received' NOT NULL,
	"reason" text,
	"changeset_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "slate_registry_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"dry_run" boolean DEFAULT false NOT NULL,
	"status" text DEFAULT 'waiting' NOT NULL,
	"phase" text DEFAULT '' NOT NULL,
	"progress" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"report" jsonb,
	"fence_until" timestamp (3) with time zone,
	"started_by" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "slate_upload_chunks" (
	"upload_id" uuid NOT NULL,
	"start" bigint NOT NULL,
	"workspace_id" uuid NOT NULL,
	"size" bigint NOT NULL,
	"sha256" "bytea" NOT NULL,
	CONSTRAINT "slate_upload_chunks_upload_id_start_pk" PRIMARY KEY("upload_id","start")
);
--> statement-breakpoint
CREATE TABLE "slate_uploads" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"author" jsonb NOT NULL,
	"user_id" uuid NOT NULL,
	"path" varchar(1024) NOT NULL,
	"message" text DEFAULT '' NOT NULL,
	"if_version" integer,
	"size" bigint NOT NULL,
	"sha256" "bytea",
	"received_bytes" bigint DEFAULT 0 NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"error" jsonb,
	"changeset_id" uuid,
	"file_id" uuid,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "slate_asset_components" ADD CONSTRAINT "slate_asset_components_asset_id_slate_assets_id_fk" FOREIGN KEY ("asset_id") REFERENCES "public"."slate_assets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slate_asset_components" ADD CONSTRAINT "slate_asset_components_project_fk" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."slate_projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slate_asset_guids" ADD CONSTRAINT "slate_asset_guids_project_fk" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."slate_projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slate_asset_previews" ADD CONSTRAINT "slate_asset_previews_project_fk" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."slate_projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slate_asset_references" ADD CONSTRAINT "slate_asset_references_from_asset_id_slate_assets_id_fk" FOREIGN KEY ("from_asset_id") REFERENCES "public"."slate_assets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slate_asset_references" ADD CONSTRAINT "slate_asset_references_project_fk" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."slate_projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slate_asset_states" ADD CONSTRAINT "slate_asset_states_project_fk" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."slate_projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slate_asset_versions" ADD CONSTRAINT "slate_asset_versions_asset_id_slate_assets_id_fk" FOREIGN KEY ("asset_id") REFERENCES "public"."slate_assets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slate_asset_versions" ADD CONSTRAINT "slate_asset_versions_project_fk" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."slate_projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slate_assets" ADD CONSTRAINT "slate_assets_project_fk" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."slate_projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slate_collection_assets" ADD CONSTRAINT "slate_collection_assets_collection_id_slate_collections_id_fk" FOREIGN KEY ("collection_id") REFERENCES "public"."slate_collections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slate_collection_assets" ADD CONSTRAINT "slate_collection_assets_asset_id_slate_assets_id_fk" FOREIGN KEY ("asset_id") REFERENCES "public"."slate_assets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slate_collections" ADD CONSTRAINT "slate_collections_project_fk" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."slate_projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slate_registry_pushes" ADD CONSTRAINT "slate_registry_pushes_project_fk" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."slate_projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slate_upload_chunks" ADD CONSTRAINT "slate_upload_chunks_upload_id_slate_uploads_id_fk" FOREIGN KEY ("upload_id") REFERENCES "public"."slate_uploads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slate_uploads" ADD CONSTRAINT "slate_uploads_project_fk" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."slate_projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "slate_asset_components_type_ix" ON "slate_asset_components" USING btree ("project_id","component_type","asset_id");--> statement-breakpoint
CREATE INDEX "slate_asset_components_file_id_ix" ON "slate_asset_components" USING btree ("asset_id","file_id");--> statement-breakpoint
CREATE INDEX "slate_asset_references_to_ix" ON "slate_asset_references" USING btree ("to_asset_id","from_asset_id") WHERE to_asset_id is not null;--> statement-breakpoint
CREATE INDEX "slate_asset_references_guid_ix" ON "slate_asset_references" USING btree ("project_id","to_guid","from_asset_id");--> statement-breakpoint
CREATE INDEX "slate_asset_references_missing_ix" ON "slate_asset_references" USING btree ("project_id","kind","from_asset_id") WHERE to_asset_id is null and kind <> 'builtin';--> statement-breakpoint
CREATE INDEX "slate_asset_versions_unpublished_ix" ON "slate_asset_versions" USING btree ("created_at") WHERE manifest_digest is null;--> statement-breakpoint
CREATE INDEX "slate_asset_versions_project_ix" ON "slate_asset_versions" USING btree ("project_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "slate_assets_guid_uq" ON "slate_assets" USING btree ("project_id","guid") WHERE deleted_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "slate_assets_file_uq" ON "slate_assets" USING btree ("file_id") WHERE deleted_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "slate_assets_meta_uq" ON "slate_assets" USING btree ("meta_file_id") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "slate_assets_path_ix" ON "slate_assets" USING btree ("project_id","path" collate "C") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "slate_assets_type_ix" ON "slate_assets" USING btree ("project_id","type","id") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "slate_assets_size_ix" ON "slate_assets" USING btree ("project_id","size","id") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "slate_assets_updated_ix" ON "slate_assets" USING btree ("project_id","updated_at","id") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "slate_assets_declared_ix" ON "slate_assets" USING btree ("project_id","declared_guid") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "slate_assets_labels_ix" ON "slate_assets" USING gin ("workspace_id","labels");--> statement-breakpoint
CREATE INDEX "slate_collection_assets_asset_ix" ON "slate_collection_assets" USING btree ("asset_id");--> statement-breakpoint
CREATE UNIQUE INDEX "slate_collections_name_uq" ON "slate_collections" USING btree ("project_id",lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX "slate_registry_pushes_digest_uq" ON "slate_registry_pushes" USING btree ("project_id","reference","manifest_digest");--> statement-breakpoint
CREATE INDEX "slate_registry_runs_created_ix" ON "slate_registry_runs" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "slate_uploads_project_ix" ON "slate_uploads" USING btree ("project_id","id");--> statement-breakpoint
CREATE INDEX "slate_uploads_expires_ix" ON "slate_uploads" USING btree ("expires_at") WHERE status = 'open';