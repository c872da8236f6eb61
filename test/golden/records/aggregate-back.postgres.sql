WITH l0 AS MATERIALIZED (SELECT "k0", at, CAST(sum(p) AS bigint) AS p, CAST(sum(q) AS bigint) AS q, CAST(sum(r) AS bigint) AS r
FROM (SELECT "k0", at, p, CAST(y AS bigint) AS q, CAST((y - CAST(y AS bigint)) * 2147483648.0 AS bigint) AS r
FROM (SELECT "k0", at, CAST(y AS bigint) AS p, (y - CAST(y AS bigint)) * 2147483648.0 AS y
FROM (SELECT "k0", at, x * pow(2, -31 * at) AS y
FROM (SELECT "k0", x, CASE WHEN abs(x) < pow(2, -1022) THEN -33 ELSE CAST(floor(ln(abs(x)) / 21.487562597358306) AS integer) END AS at
FROM (SELECT ((SELECT ((SELECT max("t3"."views")
FROM "col_posts" AS "t3"
WHERE "t3"."account_id" = "t2"."account_id"
AND "t3"."author" = "t2"."id") + 0)
FROM "col_authors" AS "t2"
WHERE "t2"."account_id" = "r"."account_id"
AND "t2"."id" = "r"."author") + 0) AS "k0", (((SELECT count(1)
FROM "col_posts" AS "t1"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."parent" = "r"."id"))::double precision + 0) AS x
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $1::text) v
WHERE x <> 0
LIMIT 9223372036854775807) v
LIMIT 9223372036854775807) v
LIMIT 9223372036854775807) v
LIMIT 9223372036854775807) v GROUP BY "k0", at), g AS MATERIALIZED (SELECT q."k0", CAST(sum(q."i0") AS bigint) AS "s0_0", CAST(sum(CAST(q."f0" AS bigint) >> 31) AS bigint) AS "s1_0", CAST(sum(CAST(q."f0" AS bigint) & 2147483647) AS bigint) AS "s2_0", sum(CASE WHEN q."f0" = CAST(q."f0" AS bigint) THEN 1 ELSE 0 END) AS "e0", count(q."i0") AS "n0"
FROM (SELECT o."k0", o."x0" AS "x0", CASE WHEN o."x0" BETWEEN -68719476736
AND 68719476736 THEN CAST(o."x0" AS bigint) WHEN o."x0" IS NOT NULL THEN 0 END AS "i0", CASE WHEN o."x0" BETWEEN -68719476736
AND 68719476736 THEN (o."x0" - CAST(o."x0" AS bigint)) * 4611686018427387904.0 END AS "f0"
FROM (SELECT ((SELECT ((SELECT max("t6"."views")
FROM "col_posts" AS "t6"
WHERE "t6"."account_id" = "t5"."account_id"
AND "t6"."author" = "t5"."id") + 0)
FROM "col_authors" AS "t5"
WHERE "t5"."account_id" = "r"."account_id"
AND "t5"."id" = "r"."author") + 0) AS "k0", (((SELECT count(1)
FROM "col_posts" AS "t4"
WHERE "t4"."account_id" = "r"."account_id"
AND "t4"."parent" = "r"."id"))::double precision + 0) AS "x0"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $1::text
LIMIT 9223372036854775807) o
LIMIT 9223372036854775807) q GROUP BY q."k0"), s AS MATERIALIZED (SELECT g.*, CASE WHEN g."n0" = 0 THEN NULL WHEN g."e0" = g."n0"
AND g."s0_0" BETWEEN -4503599627370496
AND 4503599627370496 THEN CASE WHEN (g."s0_0" + ((g."s1_0" + (g."s2_0" >> 31)) >> 31)) BETWEEN -2
AND 1 THEN CAST((g."s0_0" + ((g."s1_0" + (g."s2_0" >> 31)) >> 31)) * 4611686018427387904 + ((((g."s1_0" + (g."s2_0" >> 31)) & 2147483647) << 31) | (g."s2_0" & 2147483647)) AS double precision) * pow(2, -62) ELSE (g."s0_0" + ((g."s1_0" + (g."s2_0" >> 31)) >> 31)) + CAST((((((g."s1_0" + (g."s2_0" >> 31)) & 2147483647) << 31) | (g."s2_0" & 2147483647)) >> 9) | CASE WHEN (((((g."s1_0" + (g."s2_0" >> 31)) & 2147483647) << 31) | (g."s2_0" & 2147483647)) & 511) = 0 THEN 0 ELSE 1 END AS double precision) * pow(2, -53) END ELSE (WITH RECURSIVE d(at, top, sign, total, behind, value) AS (SELECT (SELECT min(l.at)
FROM l0 l
WHERE NOT (l."k0" IS DISTINCT
FROM g."k0")) - 3 AS at, (SELECT max(l.at)
FROM l0 l
WHERE NOT (l."k0" IS DISTINCT
FROM g."k0")) + 2 AS top, w.sign, CAST(0 AS bigint) AS total, CAST(0 AS bigint) AS behind, CAST(0 AS double precision) AS value
FROM (SELECT 1 AS sign UNION ALL SELECT -1) w UNION ALL SELECT d.at + 1, d.top, d.sign, (d.total >> 31) + d.sign * COALESCE((SELECT CAST(sum(CASE l.at - d.at WHEN 1 THEN l.p WHEN 2 THEN l.q ELSE l.r END) AS bigint)
FROM l0 l
WHERE NOT (l."k0" IS DISTINCT
FROM g."k0")
AND l.at BETWEEN d.at + 1
AND d.at + 3), 0), ((d.total & 2147483647) << 31) | (d.behind >> 31) | CASE WHEN (d.behind & 2147483647) = 0 THEN 0 ELSE 1 END, CASE WHEN (d.total & 2147483647) = 0 THEN d.value ELSE CASE WHEN d.at < 0 THEN (CASE WHEN (d.total & 2147483647) BETWEEN -2
AND 1 THEN CAST((d.total & 2147483647) * 4611686018427387904 + d.behind AS double precision) * pow(2, -62) ELSE (d.total & 2147483647) + CAST((d.behind >> 9) | CASE WHEN (d.behind & 511) = 0 THEN 0 ELSE 1 END AS double precision) * pow(2, -53) END) * pow(2, -62) * pow(2, 31 * (d.at + 2)) WHEN d.at < 33
OR d.at = 33
AND (d.total & 2147483647) = 1
AND (CASE WHEN (d.total & 2147483647) BETWEEN -2
AND 1 THEN CAST((d.total & 2147483647) * 4611686018427387904 + d.behind AS double precision) * pow(2, -62) ELSE (d.total & 2147483647) + CAST((d.behind >> 9) | CASE WHEN (d.behind & 511) = 0 THEN 0 ELSE 1 END AS double precision) * pow(2, -53) END) < 2 THEN (CASE WHEN (d.total & 2147483647) BETWEEN -2
AND 1 THEN CAST((d.total & 2147483647) * 4611686018427387904 + d.behind AS double precision) * pow(2, -62) ELSE (d.total & 2147483647) + CAST((d.behind >> 9) | CASE WHEN (d.behind & 511) = 0 THEN 0 ELSE 1 END AS double precision) * pow(2, -53) END) * pow(2, 31 * d.at) END END
FROM d
WHERE d.at <= d.top) SELECT d.sign * d.value
FROM d
WHERE d.at > d.top
AND d.total = 0
ORDER BY d.sign DESC
LIMIT 1) END AS "t0"
FROM g), a AS MATERIALIZED (SELECT b.*
FROM (SELECT s."k0" AS "c0", (SELECT CASE WHEN v.a1 = 0 THEN NULL WHEN v.a0 = 0 THEN v.a0 / v.a1 WHEN abs(v.a1) < 1
AND abs(v.a0) > '8.673617379884035e-19'::double precision THEN CASE WHEN abs(v.a0) * '8.673617379884035e-19'::double precision <= abs(v.a1) THEN v.a0 / v.a1 WHEN abs((v.a0 * '1.1113793747425387e-162'::double precision) / (v.a1 * '8.997827589086393e+161'::double precision)) <= '2.2204460492503128e-16'::double precision THEN v.a0 / v.a1 END WHEN abs(v.a1) > 1
AND abs(v.a0) < 1 THEN CASE WHEN abs(v.a0) >= abs(v.a1) * '8.673617379884035e-19'::double precision THEN v.a0 / v.a1 WHEN abs((v.a0 * '8.997827589086393e+161'::double precision) / (v.a1 * '1.1113793747425387e-162'::double precision)) <= '2'::double precision THEN 0 ELSE v.a0 / v.a1 END ELSE v.a0 / v.a1 END
FROM (SELECT s."t0" AS a0, (s."n0")::double precision AS a1 OFFSET 0) v) AS "c1"
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
FROM (SELECT '{"max_author.posts_via_author.views":' || COALESCE(to_json(p."c0")::text, 'null') || ',"avg_posts_via_parent.length":' || COALESCE(to_json(p."c1")::text, 'null') || '}' AS "text"
FROM (SELECT a.*
FROM a
ORDER BY a."c0" ASC NULLS FIRST
LIMIT $6::bigint) p OFFSET 0) b) i
