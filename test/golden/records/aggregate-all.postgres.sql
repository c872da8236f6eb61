WITH g AS MATERIALIZED (SELECT (count(*))::double precision AS "m0", (count(DISTINCT q."x0"))::double precision AS "m1", min(q."x1") AS "m2"
FROM (SELECT "r"."title" AS "x0", "r"."day" AS "x1"
FROM "col_posts" AS "r"
WHERE ("r"."views" > $1::double precision)) q), s AS MATERIALIZED (SELECT g.*
FROM g), a AS MATERIALIZED (SELECT b.*
FROM (SELECT s."m0" AS "c0", s."m1" AS "c1", s."m2" AS "c2"
FROM s) b) SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = $2::text
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = $2::text
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = $2::text
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version"), 0), '/', count(*))
FROM "record_counts"
WHERE "collection_id" IN ($3::text)) AS "versions", (SELECT count(*)
FROM a) AS "total", i.*
FROM (SELECT concat('[', string_agg(b."text", ',') FILTER (WHERE octet_length(b."text") <= $4::bigint), ']') AS "items", count(*) AS "found", sum(octet_length(b."text")) AS "bytes"
FROM (SELECT '{"count":' || COALESCE(to_json(p."c0")::text, 'null') || ',"count_distinct_Title":' || COALESCE(to_json(p."c1")::text, 'null') || ',"min_day":' || COALESCE(to_json(p."c2")::text, 'null') || '}' AS "text"
FROM (SELECT a.*
FROM a
LIMIT $5::bigint) p OFFSET 0) b) i
