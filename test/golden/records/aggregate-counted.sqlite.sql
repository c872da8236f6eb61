WITH g AS MATERIALIZED (SELECT q."k0", q."k1", q."k2", count(*) AS "m0"
FROM (SELECT (SELECT "t1"."name"
FROM "col_authors" AS "t1"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."id" = "r"."author") AS "k0", strftime('%G-W%V', "r"."publishedat") AS "k1", substr("r"."day", 1, 7) AS "k2"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?1) q GROUP BY q."k0", q."k1", q."k2"), s AS MATERIALIZED (SELECT g.*
FROM g), a AS MATERIALIZED (SELECT b.*
FROM (SELECT s."k0" AS "c0", s."k1" AS "c1", s."k2" AS "c2", s."m0" AS "c3"
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
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version") FILTER (WHERE "collection_id" = ?3), 0), '/', COALESCE(SUM("version") FILTER (WHERE "collection_id" <> ?3), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = ?1
AND "collection_id" IN (?3, ?4)) AS "versions", (SELECT count(*)
FROM a) AS "total", i.*
FROM (SELECT concat('[', group_concat('{"author.name":' || json_quote(p."c0") || ',"week_publishedAt":' || json_quote(p."c1") || ',"month_day":' || json_quote(p."c2") || ',"count":' || CASE WHEN (p."c3" | 0) = p."c3" THEN CAST((p."c3" | 0) AS TEXT) WHEN p."c3" IS NULL THEN 'null' WHEN p."c3" BETWEEN -1e3
AND 1e3
AND round(p."c3" * 1e12) / 1e12 = p."c3"
OR p."c3" BETWEEN -1e9
AND 1e9
AND round(p."c3" * 1e6) / 1e6 = p."c3" THEN printf('%!.15g', p."c3") ELSE printf('%!.18g', p."c3") END || '}', ','), ']') AS "items", count(*) AS "found"
FROM (SELECT a.*
FROM a
ORDER BY a."c0" ASC, a."c1" ASC, a."c2" ASC
LIMIT CAST(?5 AS INTEGER)) p) i
