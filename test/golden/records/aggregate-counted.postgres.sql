WITH g AS MATERIALIZED (SELECT q."k0", q."k1", q."k2", (count(*))::double precision AS "m0"
FROM (SELECT (SELECT "t1"."name"
FROM "col_authors" AS "t1"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."id" = "r"."author") AS "k0", to_char(("r"."publishedat" AT TIME ZONE 'UTC'), 'IYYY-"W"IW') AS "k1", to_char(("r"."day")::timestamp, 'YYYY-MM') AS "k2"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $1::text) q GROUP BY q."k0", q."k1", q."k2"), s AS MATERIALIZED (SELECT g.*
FROM g), a AS MATERIALIZED (SELECT b.*
FROM (SELECT s."k0" AS "c0", s."k1" AS "c1", s."k2" AS "c2", s."m0" AS "c3"
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
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version") FILTER (WHERE "collection_id" = $3::text), 0), '/', COALESCE(SUM("version") FILTER (WHERE "collection_id" <> $3::text), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = $1::text
AND "collection_id" IN ($3::text, $4::text)) AS "versions", (SELECT count(*)
FROM a) AS "total", i.*
FROM (SELECT concat('[', string_agg(b."text", ',') FILTER (WHERE octet_length(b."text") <= $5::bigint), ']') AS "items", count(*) AS "found", sum(octet_length(b."text")) AS "bytes"
FROM (SELECT '{"author.name":' || COALESCE(to_json(p."c0")::text, 'null') || ',"week_publishedAt":' || COALESCE(to_json(p."c1")::text, 'null') || ',"month_day":' || COALESCE(to_json(p."c2")::text, 'null') || ',"count":' || COALESCE(to_json(p."c3")::text, 'null') || '}' AS "text"
FROM (SELECT a.*
FROM a
ORDER BY a."c0" COLLATE "C" ASC NULLS FIRST, a."c1" COLLATE "C" ASC NULLS FIRST, a."c2" COLLATE "C" ASC NULLS FIRST
LIMIT $6::bigint) p OFFSET 0) b) i
