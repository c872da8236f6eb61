WITH v AS MATERIALIZED (SELECT CASE WHEN NOT COALESCE(2 * SUM(CASE WHEN "collection_id" = $1::text THEN "count" ELSE 0 END) - SUM(CASE WHEN NOT "collection_id" = $1::text THEN "count" ELSE 0 END), -1) >= 0 THEN 'each' WHEN SUM(CASE WHEN "collection_id" = $1::text THEN "count" ELSE 0 END) < 4000 THEN 'known' ELSE 'joined' END AS "way"
FROM "record_counts"
WHERE "account_id" = $2::text
AND "collection_id" IN ($1::text, $3::text)), p AS MATERIALIZED (SELECT f.*, row_number() OVER () AS "n"
FROM (SELECT *
FROM (SELECT "r"."account_id", "r"."id", (((SELECT count(1)
FROM "col_posts" AS "t1"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."parent" = "r"."id"
AND ("t1"."published")))::double precision + 0) AS "k0", "r"."id" AS "k1"
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND (((((SELECT count(1)
FROM "col_posts" AS "t16"
WHERE "t16"."account_id" = "r"."account_id"
AND "t16"."parent" = "r"."id"
AND ("t16"."published")))::double precision + 0) > $4::double precision)
AND EXISTS (SELECT 1
FROM "col_authors" AS "t17"
WHERE "t17"."account_id" = "r"."account_id"
AND "t17"."id" = "r"."author"
AND (((WITH m AS MATERIALIZED (SELECT (((SELECT count(1)
FROM "col_posts" AS "t19"
WHERE "t19"."account_id" = "t18"."account_id"
AND "t19"."parent" = "t18"."id"
AND ("t19"."published")))::double precision + 0) AS x
FROM "col_posts" AS "t18"
WHERE "t18"."account_id" = "t17"."account_id"
AND "t18"."author" = "t17"."id"
AND ("t18"."published")), l0 AS MATERIALIZED (SELECT at, CAST(sum(p) AS bigint) AS p, CAST(sum(q) AS bigint) AS q, CAST(sum(r) AS bigint) AS r
FROM (SELECT at, p, CAST(y AS bigint) AS q, CAST((y - CAST(y AS bigint)) * 2147483648.0 AS bigint) AS r
FROM (SELECT at, CAST(y AS bigint) AS p, (y - CAST(y AS bigint)) * 2147483648.0 AS y
FROM (SELECT at, x * pow(2, -31 * at) AS y
FROM (SELECT x, CASE WHEN abs(x) < pow(2, -1022) THEN -33 ELSE CAST(floor(ln(abs(x)) / 21.487562597358306) AS integer) END AS at
FROM (SELECT x
FROM m) v
WHERE x <> 0
LIMIT 9223372036854775807) v
LIMIT 9223372036854775807) v
LIMIT 9223372036854775807) v
LIMIT 9223372036854775807) v GROUP BY at) SELECT CASE WHEN g."n0" = 0 THEN NULL WHEN g."e0" = g."n0" THEN CAST(g."s0_0" * 4611686018427387904 + g."s1_0" AS double precision) * pow(2, -62) ELSE (WITH RECURSIVE d(at, top, sign, total, behind, value) AS (SELECT (SELECT min(l.at)
FROM l0 l
WHERE TRUE) - 3 AS at, (SELECT max(l.at)
FROM l0 l
WHERE TRUE) + 2 AS top, w.sign, CAST(0 AS bigint) AS total, CAST(0 AS bigint) AS behind, CAST(0 AS double precision) AS value
FROM (SELECT 1 AS sign UNION ALL SELECT -1) w UNION ALL SELECT d.at + 1, d.top, d.sign, (d.total >> 31) + d.sign * COALESCE((SELECT CAST(sum(CASE l.at - d.at WHEN 1 THEN l.p WHEN 2 THEN l.q ELSE l.r END) AS bigint)
FROM l0 l
WHERE TRUE
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
LIMIT 1) END
FROM (SELECT sum(q."i0") AS "s0_0", sum(CAST((q."x0" - q."i0") * 4611686018427387904.0 AS bigint)) AS "s1_0", count(q."i0") AS "e0", count(q."x0") AS "n0"
FROM (SELECT x AS "x0", CASE WHEN abs(x) BETWEEN 0.0009765625
AND 4611686018427387904
OR x = 0 THEN CAST(x AS bigint) END AS "i0"
FROM m OFFSET 0) q) g) + 0) IS NOT NULL))) OFFSET 0) AS "r"
ORDER BY (((SELECT count(1)
FROM "col_posts" AS "t20"
WHERE "t20"."account_id" = "r"."account_id"
AND "t20"."parent" = "r"."id"
AND ("t20"."published")))::double precision + 0) DESC NULLS LAST, "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined' THEN $5::bigint ELSE 0 END) e0 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id", (((SELECT count(1)
FROM "col_posts" AS "t1"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."parent" = "r"."id"
AND ("t1"."published")))::double precision + 0) AS "k0", "r"."id" AS "k1"
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND (((((SELECT count(1)
FROM "col_posts" AS "t6"
WHERE "t6"."account_id" = "r"."account_id"
AND "t6"."parent" = "r"."id"
AND ("t6"."published")))::double precision + 0) > $4::double precision)
AND (("r"."author" IN (SELECT "t7"."id"
FROM "col_authors" AS "t7"
WHERE "t7"."account_id" = $2::text
AND (((WITH m AS MATERIALIZED (SELECT (((SELECT count(1)
FROM "col_posts" AS "t9"
WHERE "t9"."account_id" = "t8"."account_id"
AND "t9"."parent" = "t8"."id"
AND ("t9"."published")))::double precision + 0) AS x
FROM "col_posts" AS "t8"
WHERE "t8"."account_id" = "t7"."account_id"
AND "t8"."author" = "t7"."id"
AND ("t8"."published")), l0 AS MATERIALIZED (SELECT at, CAST(sum(p) AS bigint) AS p, CAST(sum(q) AS bigint) AS q, CAST(sum(r) AS bigint) AS r
FROM (SELECT at, p, CAST(y AS bigint) AS q, CAST((y - CAST(y AS bigint)) * 2147483648.0 AS bigint) AS r
FROM (SELECT at, CAST(y AS bigint) AS p, (y - CAST(y AS bigint)) * 2147483648.0 AS y
FROM (SELECT at, x * pow(2, -31 * at) AS y
FROM (SELECT x, CASE WHEN abs(x) < pow(2, -1022) THEN -33 ELSE CAST(floor(ln(abs(x)) / 21.487562597358306) AS integer) END AS at
FROM (SELECT x
FROM m) v
WHERE x <> 0
LIMIT 9223372036854775807) v
LIMIT 9223372036854775807) v
LIMIT 9223372036854775807) v
LIMIT 9223372036854775807) v GROUP BY at) SELECT CASE WHEN g."n0" = 0 THEN NULL WHEN g."e0" = g."n0" THEN CAST(g."s0_0" * 4611686018427387904 + g."s1_0" AS double precision) * pow(2, -62) ELSE (WITH RECURSIVE d(at, top, sign, total, behind, value) AS (SELECT (SELECT min(l.at)
FROM l0 l
WHERE TRUE) - 3 AS at, (SELECT max(l.at)
FROM l0 l
WHERE TRUE) + 2 AS top, w.sign, CAST(0 AS bigint) AS total, CAST(0 AS bigint) AS behind, CAST(0 AS double precision) AS value
FROM (SELECT 1 AS sign UNION ALL SELECT -1) w UNION ALL SELECT d.at + 1, d.top, d.sign, (d.total >> 31) + d.sign * COALESCE((SELECT CAST(sum(CASE l.at - d.at WHEN 1 THEN l.p WHEN 2 THEN l.q ELSE l.r END) AS bigint)
FROM l0 l
WHERE TRUE
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
LIMIT 1) END
FROM (SELECT sum(q."i0") AS "s0_0", sum(CAST((q."x0" - q."i0") * 4611686018427387904.0 AS bigint)) AS "s1_0", count(q."i0") AS "e0", count(q."x0") AS "n0"
FROM (SELECT x AS "x0", CASE WHEN abs(x) BETWEEN 0.0009765625
AND 4611686018427387904
OR x = 0 THEN CAST(x AS bigint) END AS "i0"
FROM m OFFSET 0) q) g) + 0) IS NOT NULL))) IS TRUE)) OFFSET 0) AS "r"
ORDER BY (((SELECT count(1)
FROM "col_posts" AS "t10"
WHERE "t10"."account_id" = "r"."account_id"
AND "t10"."parent" = "r"."id"
AND ("t10"."published")))::double precision + 0) DESC NULLS LAST, "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'known' THEN $5::bigint ELSE 0 END) e1 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id", (((SELECT count(1)
FROM "col_posts" AS "t1"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."parent" = "r"."id"
AND ("t1"."published")))::double precision + 0) AS "k0", "r"."id" AS "k1"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND (((((SELECT count(1)
FROM "col_posts" AS "t11"
WHERE "t11"."account_id" = "r"."account_id"
AND "t11"."parent" = "r"."id"
AND ("t11"."published")))::double precision + 0) > $4::double precision)
AND EXISTS (SELECT 1
FROM "col_authors" AS "t12"
WHERE "t12"."account_id" = "r"."account_id"
AND "t12"."id" = "r"."author"
AND (((WITH m AS MATERIALIZED (SELECT (((SELECT count(1)
FROM "col_posts" AS "t14"
WHERE "t14"."account_id" = "t13"."account_id"
AND "t14"."parent" = "t13"."id"
AND ("t14"."published")))::double precision + 0) AS x
FROM "col_posts" AS "t13"
WHERE "t13"."account_id" = "t12"."account_id"
AND "t13"."author" = "t12"."id"
AND ("t13"."published")), l0 AS MATERIALIZED (SELECT at, CAST(sum(p) AS bigint) AS p, CAST(sum(q) AS bigint) AS q, CAST(sum(r) AS bigint) AS r
FROM (SELECT at, p, CAST(y AS bigint) AS q, CAST((y - CAST(y AS bigint)) * 2147483648.0 AS bigint) AS r
FROM (SELECT at, CAST(y AS bigint) AS p, (y - CAST(y AS bigint)) * 2147483648.0 AS y
FROM (SELECT at, x * pow(2, -31 * at) AS y
FROM (SELECT x, CASE WHEN abs(x) < pow(2, -1022) THEN -33 ELSE CAST(floor(ln(abs(x)) / 21.487562597358306) AS integer) END AS at
FROM (SELECT x
FROM m) v
WHERE x <> 0
LIMIT 9223372036854775807) v
LIMIT 9223372036854775807) v
LIMIT 9223372036854775807) v
LIMIT 9223372036854775807) v GROUP BY at) SELECT CASE WHEN g."n0" = 0 THEN NULL WHEN g."e0" = g."n0" THEN CAST(g."s0_0" * 4611686018427387904 + g."s1_0" AS double precision) * pow(2, -62) ELSE (WITH RECURSIVE d(at, top, sign, total, behind, value) AS (SELECT (SELECT min(l.at)
FROM l0 l
WHERE TRUE) - 3 AS at, (SELECT max(l.at)
FROM l0 l
WHERE TRUE) + 2 AS top, w.sign, CAST(0 AS bigint) AS total, CAST(0 AS bigint) AS behind, CAST(0 AS double precision) AS value
FROM (SELECT 1 AS sign UNION ALL SELECT -1) w UNION ALL SELECT d.at + 1, d.top, d.sign, (d.total >> 31) + d.sign * COALESCE((SELECT CAST(sum(CASE l.at - d.at WHEN 1 THEN l.p WHEN 2 THEN l.q ELSE l.r END) AS bigint)
FROM l0 l
WHERE TRUE
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
LIMIT 1) END
FROM (SELECT sum(q."i0") AS "s0_0", sum(CAST((q."x0" - q."i0") * 4611686018427387904.0 AS bigint)) AS "s1_0", count(q."i0") AS "e0", count(q."x0") AS "n0"
FROM (SELECT x AS "x0", CASE WHEN abs(x) BETWEEN 0.0009765625
AND 4611686018427387904
OR x = 0 THEN CAST(x AS bigint) END AS "i0"
FROM m OFFSET 0) q) g) + 0) IS NOT NULL) OFFSET 0))
ORDER BY (((SELECT count(1)
FROM "col_posts" AS "t15"
WHERE "t15"."account_id" = "r"."account_id"
AND "t15"."parent" = "r"."id"
AND ("t15"."published")))::double precision + 0) DESC NULLS LAST, "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'each' THEN $5::bigint ELSE 0 END) e2) f), x0 AS MATERIALIZED (SELECT e.*
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= $6::bigint) p, LATERAL (SELECT "t21"."account_id" AS "account_id", "t21"."id" AS "id", "t21"."author" AS "c1", 21 AS "w"
FROM "col_posts" AS "t21"
WHERE "t21"."account_id" = p."account_id"
AND "t21"."id" = p."id" OFFSET 0) e), x1 AS MATERIALIZED (SELECT e.*
FROM x0, LATERAL (SELECT "t22"."account_id" AS "account_id", "t22"."id" AS "id", 8 AS "w"
FROM "col_authors" AS "t22"
WHERE "t22"."account_id" = "x0"."account_id"
AND "t22"."id" = "x0"."c1" OFFSET 0) e
LIMIT 10001), weighed AS MATERIALIZED (SELECT (SELECT COALESCE(sum("w"), 0)
FROM x0) + (SELECT COALESCE(sum("w"), 0)
FROM x1) AS "weight", (SELECT count(*)
FROM x1) AS "nested") SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = $7::text
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = $7::text
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = $7::text
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", NULL AS "versions", NULL AS "kept", i.*, (SELECT w."weight"
FROM weighed w) AS "weight", (SELECT w."nested"
FROM weighed w) AS "nested", (SELECT concat('[', string_agg(concat('[', COALESCE(to_json(p."k0")::text, 'null'), ',', COALESCE(to_json(p."k1")::text, 'null'), ']'), ','
ORDER BY p."n"), ']')
FROM p) AS "keys"
FROM (SELECT concat('[', string_agg(b."text", ',') FILTER (WHERE octet_length(b."text") <= $8::bigint), ']') AS "items", count(*) AS "found", sum(octet_length(b."text")) AS "bytes"
FROM (SELECT (SELECT ((SELECT row_to_json(o)
FROM (SELECT (((SELECT count(1)
FROM "col_posts" AS "t23"
WHERE "t23"."account_id" = "r"."account_id"
AND "t23"."parent" = "r"."id"
AND ("t23"."published")))::double precision + 0) AS "replies", (SELECT (SELECT row_to_json(o)
FROM (SELECT ((WITH m AS MATERIALIZED (SELECT (((SELECT count(1)
FROM "col_posts" AS "t26"
WHERE "t26"."account_id" = "t25"."account_id"
AND "t26"."parent" = "t25"."id"
AND ("t26"."published")))::double precision + 0) AS x
FROM "col_posts" AS "t25"
WHERE "t25"."account_id" = "t24"."account_id"
AND "t25"."author" = "t24"."id"
AND ("t25"."published")), l0 AS MATERIALIZED (SELECT at, CAST(sum(p) AS bigint) AS p, CAST(sum(q) AS bigint) AS q, CAST(sum(r) AS bigint) AS r
FROM (SELECT at, p, CAST(y AS bigint) AS q, CAST((y - CAST(y AS bigint)) * 2147483648.0 AS bigint) AS r
FROM (SELECT at, CAST(y AS bigint) AS p, (y - CAST(y AS bigint)) * 2147483648.0 AS y
FROM (SELECT at, x * pow(2, -31 * at) AS y
FROM (SELECT x, CASE WHEN abs(x) < pow(2, -1022) THEN -33 ELSE CAST(floor(ln(abs(x)) / 21.487562597358306) AS integer) END AS at
FROM (SELECT x
FROM m) v
WHERE x <> 0
LIMIT 9223372036854775807) v
LIMIT 9223372036854775807) v
LIMIT 9223372036854775807) v
LIMIT 9223372036854775807) v GROUP BY at) SELECT CASE WHEN g."n0" = 0 THEN NULL WHEN g."e0" = g."n0" THEN CAST(g."s0_0" * 4611686018427387904 + g."s1_0" AS double precision) * pow(2, -62) ELSE (WITH RECURSIVE d(at, top, sign, total, behind, value) AS (SELECT (SELECT min(l.at)
FROM l0 l
WHERE TRUE) - 3 AS at, (SELECT max(l.at)
FROM l0 l
WHERE TRUE) + 2 AS top, w.sign, CAST(0 AS bigint) AS total, CAST(0 AS bigint) AS behind, CAST(0 AS double precision) AS value
FROM (SELECT 1 AS sign UNION ALL SELECT -1) w UNION ALL SELECT d.at + 1, d.top, d.sign, (d.total >> 31) + d.sign * COALESCE((SELECT CAST(sum(CASE l.at - d.at WHEN 1 THEN l.p WHEN 2 THEN l.q ELSE l.r END) AS bigint)
FROM l0 l
WHERE TRUE
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
LIMIT 1) END
FROM (SELECT sum(q."i0") AS "s0_0", sum(CAST((q."x0" - q."i0") * 4611686018427387904.0 AS bigint)) AS "s1_0", count(q."i0") AS "e0", count(q."x0") AS "n0"
FROM (SELECT x AS "x0", CASE WHEN abs(x) BETWEEN 0.0009765625
AND 4611686018427387904
OR x = 0 THEN CAST(x AS bigint) END AS "i0"
FROM m OFFSET 0) q) g) + 0) AS "fame") o)
FROM "col_authors" AS "t24"
WHERE "t24"."account_id" = "r"."account_id"
AND "t24"."id" = "r"."author") AS "author") o))::text
FROM "col_posts" AS "r"
WHERE "r"."account_id" = p."account_id"
AND "r"."id" = p."id") AS "text"
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= $6::bigint
AND (SELECT w."weight" <= $9::bigint
AND w."nested" <= 10000
FROM weighed w)
ORDER BY p."n") p OFFSET 0) b) i
