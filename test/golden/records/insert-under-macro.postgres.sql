INSERT INTO "col_posts" ("id", "account_id", "created_at", "created_by", "updated_at", "updated_by", "title", "views", "rating", "published", "publishedat", "day", "meta", "labels", "author", "parent", "vault", "owner", "_rev") SELECT n."c0", n."c1", n."c2", n."c3", n."c4", n."c5", n."c6", n."c7", n."c8", n."c9", n."c10", n."c11", n."c12", n."c13", n."c14", n."c15", n."c16", n."c17", 1
FROM (SELECT e."c0", e."c1", e."c2", e."c3", e."c4", e."c5", e."c6", e."c7", e."c8", e."c9", e."c10", e."c11", e."c12"::json AS "c12", e."c13"::json AS "c13", e."c14", e."c15", e."c16", e."c17", e."c18"::json AS "c18", e."c19", e."c20", e."c21"
FROM json_to_recordset($1::json) AS e("c0" text, "c1" text, "c2" timestamptz, "c3" text, "c4" timestamptz, "c5" text, "c6" text, "c7" double precision, "c8" double precision, "c9" boolean, "c10" timestamptz, "c11" date, "c12" text, "c13" text, "c14" text, "c15" text, "c16" text, "c17" text, "c18" text, "c19" text, "c20" text, "c21" double precision)) n
WHERE ((((WITH "t1" AS NOT MATERIALIZED (SELECT "t2"."id", "t2"."account_id", "t2"."created_at", "t2"."created_by", "t2"."updated_at", "t2"."updated_by", "t2"."name", "t2"."organization", "t2"."account"
FROM "col_authors" AS "t2"
WHERE "t2"."account_id" = n."c1") SELECT (count(*))::double precision
FROM "t1"
WHERE (("t1"."account" COLLATE "C" = n."c19")
AND ("t1"."id" COLLATE "C" = n."c14")
AND ("t1"."name" COLLATE "C" <> n."c20"))) > n."c21")))
RETURNING "id", "_rev" AS "rev", ((SELECT row_to_json(o)
FROM (SELECT "col_posts"."id" AS "id") o))::text AS "body"
