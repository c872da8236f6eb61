INSERT INTO "col_posts" ("id", "account_id", "created_at", "created_by", "updated_at", "updated_by", "title", "views", "rating", "published", "publishedat", "day", "meta", "labels", "author", "parent", "vault", "owner", "_rev") SELECT n."c0", n."c1", n."c2", n."c3", n."c4", n."c5", n."c6", n."c7", n."c8", n."c9", n."c10", n."c11", n."c12", n."c13", n."c14", n."c15", n."c16", n."c17", 1
FROM (WITH e AS MATERIALIZED (SELECT "value"
FROM jsonb_each(?1)) SELECT json_extract(e."value", '$.c0') AS "c0", json_extract(e."value", '$.c1') AS "c1", json_extract(e."value", '$.c2') AS "c2", json_extract(e."value", '$.c3') AS "c3", json_extract(e."value", '$.c4') AS "c4", json_extract(e."value", '$.c5') AS "c5", json_extract(e."value", '$.c6') AS "c6", json_extract(e."value", '$.c7') * pow(2, json_extract(e."value", '$.c7e')) AS "c7", json_extract(e."value", '$.c8') * pow(2, json_extract(e."value", '$.c8e')) AS "c8", json_extract(e."value", '$.c9') AS "c9", json_extract(e."value", '$.c10') AS "c10", json_extract(e."value", '$.c11') AS "c11", json_extract(e."value", '$.c12') AS "c12", json_extract(e."value", '$.c13') AS "c13", json_extract(e."value", '$.c14') AS "c14", json_extract(e."value", '$.c15') AS "c15", json_extract(e."value", '$.c16') AS "c16", json_extract(e."value", '$.c17') AS "c17"
FROM e) n
WHERE TRUE
RETURNING "id", "_rev" AS "rev", concat('{"id":', json_quote("col_posts"."id"), ',"account_name":', json_quote((SELECT "t1"."name"
FROM "accounts" AS "t1"
WHERE "t1"."id" = "col_posts"."account_id")), '}') AS "body"
