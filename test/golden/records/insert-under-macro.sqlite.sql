INSERT INTO "col_posts" ("id", "account_id", "created_at", "created_by", "updated_at", "updated_by", "title", "views", "rating", "published", "publishedat", "day", "meta", "labels", "author", "parent", "vault", "owner", "_rev") SELECT n."c0", n."c1", n."c2", n."c3", n."c4", n."c5", n."c6", n."c7", n."c8", n."c9", n."c10", n."c11", n."c12", n."c13", n."c14", n."c15", n."c16", n."c17", 1
FROM (WITH e AS MATERIALIZED (SELECT "value"
FROM jsonb_each(?1)) SELECT json_extract(e."value", '$.c0') AS "c0", json_extract(e."value", '$.c1') AS "c1", json_extract(e."value", '$.c2') AS "c2", json_extract(e."value", '$.c3') AS "c3", json_extract(e."value", '$.c4') AS "c4", json_extract(e."value", '$.c5') AS "c5", json_extract(e."value", '$.c6') AS "c6", json_extract(e."value", '$.c7') * pow(2, json_extract(e."value", '$.c7e')) AS "c7", json_extract(e."value", '$.c8') * pow(2, json_extract(e."value", '$.c8e')) AS "c8", json_extract(e."value", '$.c9') AS "c9", json_extract(e."value", '$.c10') AS "c10", json_extract(e."value", '$.c11') AS "c11", json_extract(e."value", '$.c12') AS "c12", json_extract(e."value", '$.c13') AS "c13", json_extract(e."value", '$.c14') AS "c14", json_extract(e."value", '$.c15') AS "c15", json_extract(e."value", '$.c16') AS "c16", json_extract(e."value", '$.c17') AS "c17", json_extract(e."value", '$.c18') AS "c18", json_extract(e."value", '$.c19') AS "c19", json_extract(e."value", '$.c20') AS "c20", json_extract(e."value", '$.c21') * pow(2, json_extract(e."value", '$.c21e')) AS "c21"
FROM e) n
WHERE ((((WITH "t1" AS NOT MATERIALIZED (SELECT "t2"."id", "t2"."account_id", "t2"."created_at", "t2"."created_by", "t2"."updated_at", "t2"."updated_by", "t2"."name", "t2"."organization", "t2"."account"
FROM "col_authors" AS "t2"
WHERE "t2"."account_id" = n."c1") SELECT count(*)
FROM "t1"
WHERE (("t1"."account" = n."c19")
AND ("t1"."id" = n."c14")
AND ("t1"."name" != n."c20"))) > n."c21")))
RETURNING "id", "_rev" AS "rev", concat('{"id":', json_quote("col_posts"."id"), '}') AS "body"
