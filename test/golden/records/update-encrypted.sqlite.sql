UPDATE "col_posts"
SET "updated_at" = ?1, "updated_by" = ?2, "meta" = NULL, "meta_encrypted" = n."c2", "note" = n."c3", "note_encrypted" = NULL, "_rev" = "col_posts"."_rev" + 1
FROM (WITH e AS MATERIALIZED (SELECT "value"
FROM jsonb_each(?3)) SELECT json_extract(e."value", '$.c0') AS "c0", json_extract(e."value", '$.c1') AS "c1", json_extract(e."value", '$.c2') AS "c2", json_extract(e."value", '$.c3') AS "c3"
FROM e) n
WHERE n."c0" = ?4
AND "col_posts"."account_id" = n."c0"
AND "col_posts"."id" = n."c1"
AND ("col_posts"."published")
RETURNING "col_posts"."id", "col_posts"."_rev" AS "rev", concat('{"id":', json_quote("col_posts"."id"), ',"meta":', json_quote(CASE WHEN ("col_posts"."meta_encrypted" IS NOT NULL
OR "col_posts"."meta" IS NOT NULL) THEN '••••••••' END), ',"note":', json_quote(CASE WHEN ("col_posts"."note_encrypted" IS NOT NULL
OR "col_posts"."note" IS NOT NULL) THEN '••••••••' END), '}') AS "body"
