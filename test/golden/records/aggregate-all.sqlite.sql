WITH g AS MATERIALIZED (SELECT count(*) AS "m0", count(DISTINCT q."x0") AS "m1", min(q."x1") AS "m2"
FROM (SELECT "r"."title" AS "x0", "r"."day" AS "x1"
FROM "col_posts" AS "r"
WHERE ("r"."views" > ?1)) q), s AS MATERIALIZED (SELECT g.*
FROM g), a AS MATERIALIZED (SELECT b.*
FROM (SELECT s."m0" AS "c0", s."m1" AS "c1", s."m2" AS "c2"
FROM s) b) SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = ?2
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = ?2
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = ?2
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version"), 0), '/', count(*))
FROM "record_counts"
WHERE "collection_id" IN (?3)) AS "versions", (SELECT count(*)
FROM a) AS "total", i.*
FROM (SELECT concat('[', group_concat('{"count":' || CASE WHEN (p."c0" | 0) = p."c0" THEN CAST((p."c0" | 0) AS TEXT) WHEN p."c0" IS NULL THEN 'null' WHEN p."c0" BETWEEN -1e3
AND 1e3
AND round(p."c0" * 1e12) / 1e12 = p."c0"
OR p."c0" BETWEEN -1e9
AND 1e9
AND round(p."c0" * 1e6) / 1e6 = p."c0" THEN printf('%!.15g', p."c0") ELSE printf('%!.18g', p."c0") END || ',"count_distinct_Title":' || CASE WHEN (p."c1" | 0) = p."c1" THEN CAST((p."c1" | 0) AS TEXT) WHEN p."c1" IS NULL THEN 'null' WHEN p."c1" BETWEEN -1e3
AND 1e3
AND round(p."c1" * 1e12) / 1e12 = p."c1"
OR p."c1" BETWEEN -1e9
AND 1e9
AND round(p."c1" * 1e6) / 1e6 = p."c1" THEN printf('%!.15g', p."c1") ELSE printf('%!.18g', p."c1") END || ',"min_day":' || COALESCE('"' || p."c2" || '"', 'null') || '}', ','), ']') AS "items", count(*) AS "found"
FROM (SELECT a.*
FROM a
LIMIT CAST(?4 AS INTEGER)) p) i
