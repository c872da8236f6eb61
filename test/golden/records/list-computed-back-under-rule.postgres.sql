WITH v AS MATERIALIZED (SELECT CASE WHEN NOT COALESCE(2 * SUM(CASE WHEN "collection_id" = $1::text THEN "count" ELSE 0 END) - SUM(CASE WHEN NOT "collection_id" = $1::text THEN "count" ELSE 0 END), -1) >= 0 THEN 'each' WHEN SUM(CASE WHEN "collection_id" = $1::text THEN "count" ELSE 0 END) < 4000 THEN 'known' ELSE 'joined' END AS "way"
FROM "record_counts"
WHERE "account_id" = $2::text
AND "collection_id" IN ($1::text, $3::text)), w AS MATERIALIZED (SELECT "r".*
FROM (SELECT *
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined' THEN (SELECT 77 + 4 * ($4::bigint + $5::bigint)) ELSE 0 END) AS "r"
WHERE ((((((SELECT count(1)
FROM "col_posts" AS "t17"
WHERE "t17"."account_id" = "r"."account_id"
AND "t17"."parent" = "r"."id"))::double precision + 0) > $6::double precision)
AND ((SELECT ((WITH m AS MATERIALIZED (SELECT (((SELECT count(1)
FROM "col_posts" AS "t20"
WHERE "t20"."account_id" = "t19"."account_id"
AND "t20"."parent" = "t19"."id"))::double precision + 0) AS x
FROM "col_posts" AS "t19"
WHERE "t19"."account_id" = "t18"."account_id"
AND "t19"."author" = "t18"."id"), l0 AS MATERIALIZED (SELECT at, CAST(sum(p) AS bigint) AS p, CAST(sum(q) AS bigint) AS q, CAST(sum(r) AS bigint) AS r
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
FROM m OFFSET 0) q) g) + 0)
FROM "col_authors" AS "t18"
WHERE "t18"."account_id" = "r"."account_id"
AND "t18"."id" = "r"."author") > $7::double precision)) IS TRUE)
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT $4::bigint OFFSET $5::bigint) SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = $8::text
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = $8::text
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = $8::text
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version") FILTER (WHERE "collection_id" = $9::text), 0), '/', COALESCE(SUM("version") FILTER (WHERE "collection_id" <> $9::text), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = $2::text
AND "collection_id" IN ($9::text, $10::text)) AS "versions", NULL AS "kept", i.*
FROM (SELECT concat('[', string_agg(b."text", ',') FILTER (WHERE octet_length(b."text") <= $11::bigint), ']') AS "items", count(*) AS "found", sum(octet_length(b."text")) AS "bytes"
FROM (SELECT row_to_json(o)::text AS "text"
FROM (SELECT "r"."id" AS "id"
FROM (SELECT *
FROM (SELECT *
FROM w
WHERE NOT ((SELECT count(*)
FROM w) < $4::bigint)) e0 UNION ALL SELECT *
FROM (SELECT "r".*
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND (((((SELECT count(1)
FROM "col_posts" AS "t13"
WHERE "t13"."account_id" = "r"."account_id"
AND "t13"."parent" = "r"."id"))::double precision + 0) > $6::double precision)
AND EXISTS (SELECT 1
FROM "col_authors" AS "t14"
WHERE "t14"."account_id" = "r"."account_id"
AND "t14"."id" = "r"."author"
AND (((WITH m AS MATERIALIZED (SELECT (((SELECT count(1)
FROM "col_posts" AS "t16"
WHERE "t16"."account_id" = "t15"."account_id"
AND "t16"."parent" = "t15"."id"))::double precision + 0) AS x
FROM "col_posts" AS "t15"
WHERE "t15"."account_id" = "t14"."account_id"
AND "t15"."author" = "t14"."id"), l0 AS MATERIALIZED (SELECT at, CAST(sum(p) AS bigint) AS p, CAST(sum(q) AS bigint) AS q, CAST(sum(r) AS bigint) AS r
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
FROM m OFFSET 0) q) g) + 0) > $7::double precision))) OFFSET 0) AS "r"
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined'
AND ((SELECT count(*)
FROM w) < $4::bigint) THEN $4::bigint ELSE 0 END OFFSET $5::bigint) e1 UNION ALL SELECT *
FROM (SELECT "r".*
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND (((((SELECT count(1)
FROM "col_posts" AS "t5"
WHERE "t5"."account_id" = "r"."account_id"
AND "t5"."parent" = "r"."id"))::double precision + 0) > $6::double precision)
AND (("r"."author" IN (SELECT "t6"."id"
FROM "col_authors" AS "t6"
WHERE "t6"."account_id" = $2::text
AND (((WITH m AS MATERIALIZED (SELECT (((SELECT count(1)
FROM "col_posts" AS "t8"
WHERE "t8"."account_id" = "t7"."account_id"
AND "t8"."parent" = "t7"."id"))::double precision + 0) AS x
FROM "col_posts" AS "t7"
WHERE "t7"."account_id" = "t6"."account_id"
AND "t7"."author" = "t6"."id"), l0 AS MATERIALIZED (SELECT at, CAST(sum(p) AS bigint) AS p, CAST(sum(q) AS bigint) AS q, CAST(sum(r) AS bigint) AS r
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
FROM m OFFSET 0) q) g) + 0) > $7::double precision))) IS TRUE)) OFFSET 0) AS "r"
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'known' THEN $4::bigint ELSE 0 END OFFSET $5::bigint) e2 UNION ALL SELECT *
FROM (SELECT "r".*
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND (((((SELECT count(1)
FROM "col_posts" AS "t9"
WHERE "t9"."account_id" = "r"."account_id"
AND "t9"."parent" = "r"."id"))::double precision + 0) > $6::double precision)
AND EXISTS (SELECT 1
FROM "col_authors" AS "t10"
WHERE "t10"."account_id" = "r"."account_id"
AND "t10"."id" = "r"."author"
AND (((WITH m AS MATERIALIZED (SELECT (((SELECT count(1)
FROM "col_posts" AS "t12"
WHERE "t12"."account_id" = "t11"."account_id"
AND "t12"."parent" = "t11"."id"))::double precision + 0) AS x
FROM "col_posts" AS "t11"
WHERE "t11"."account_id" = "t10"."account_id"
AND "t11"."author" = "t10"."id"), l0 AS MATERIALIZED (SELECT at, CAST(sum(p) AS bigint) AS p, CAST(sum(q) AS bigint) AS q, CAST(sum(r) AS bigint) AS r
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
FROM m OFFSET 0) q) g) + 0) > $7::double precision) OFFSET 0))
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'each' THEN $4::bigint ELSE 0 END OFFSET $5::bigint) e3) AS "r" OFFSET 0) o OFFSET 0) b) i
