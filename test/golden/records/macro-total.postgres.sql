SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = $1::text
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = $1::text
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = $1::text
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", (SELECT COALESCE(to_json(v."x")::text, 'null')
FROM (SELECT ((SELECT CASE WHEN v.a1 = 0 THEN NULL WHEN v.a0 = 0 THEN v.a0 / v.a1 WHEN abs(v.a1) < 1
AND abs(v.a0) > '8.673617379884035e-19'::double precision THEN CASE WHEN abs(v.a0) * '8.673617379884035e-19'::double precision <= abs(v.a1) THEN v.a0 / v.a1 WHEN abs((v.a0 * '1.1113793747425387e-162'::double precision) / (v.a1 * '8.997827589086393e+161'::double precision)) <= '2.2204460492503128e-16'::double precision THEN v.a0 / v.a1 END WHEN abs(v.a1) > 1
AND abs(v.a0) < 1 THEN CASE WHEN abs(v.a0) >= abs(v.a1) * '8.673617379884035e-19'::double precision THEN v.a0 / v.a1 WHEN abs((v.a0 * '8.997827589086393e+161'::double precision) / (v.a1 * '1.1113793747425387e-162'::double precision)) <= '2'::double precision THEN 0 ELSE v.a0 / v.a1 END ELSE v.a0 / v.a1 END
FROM (SELECT (WITH "t1" AS NOT MATERIALIZED (SELECT "t5"."id", "t5"."account_id", "t5"."created_at", "t5"."created_by", "t5"."updated_at", "t5"."updated_by", "t5"."title", "t5"."views", "t5"."rating", "t5"."published", "t5"."publishedat", "t5"."day", "t5"."author", "t5"."parent", "t5"."vault", "t5"."owner"
FROM "col_posts" AS "t5"
WHERE "t5"."account_id" = $2::text), l0 AS MATERIALIZED (SELECT at, CAST(sum(p) AS bigint) AS p, CAST(sum(q) AS bigint) AS q, CAST(sum(r) AS bigint) AS r
FROM (SELECT at, p, CAST(y AS bigint) AS q, CAST((y - CAST(y AS bigint)) * 2147483648.0 AS bigint) AS r
FROM (SELECT at, CAST(y AS bigint) AS p, (y - CAST(y AS bigint)) * 2147483648.0 AS y
FROM (SELECT at, x * pow(2, -31 * at) AS y
FROM (SELECT x, CASE WHEN abs(x) < pow(2, -1022) THEN -33 ELSE CAST(floor(ln(abs(x)) / 21.487562597358306) AS integer) END AS at
FROM (SELECT ("t1"."views" + 0) AS x
FROM "t1"
WHERE EXISTS (SELECT 1
FROM (WITH "t2" AS NOT MATERIALIZED (SELECT "t3"."id", "t3"."account_id", "t3"."created_at", "t3"."created_by", "t3"."updated_at", "t3"."updated_by", "t3"."name", "t3"."organization", "t3"."account"
FROM "col_authors" AS "t3"
WHERE "t3"."account_id" = $2::text) SELECT 1
FROM "t2"
WHERE (("t2"."id" COLLATE "C" = "t1"."author")
AND (("t2"."name" COLLATE "C" = $3::text)
OR ("t2"."name" COLLATE "C" = $4::text)))) AS "t4" OFFSET 0)) v
WHERE x <> 0
LIMIT 9223372036854775807) v
LIMIT 9223372036854775807) v
LIMIT 9223372036854775807) v
LIMIT 9223372036854775807) v GROUP BY at), g AS MATERIALIZED (SELECT sum(q."i0") AS "s0_0", sum(CAST((q."x0" - q."i0") * 4611686018427387904.0 AS bigint)) AS "s1_0", count(q."i0") AS "e0", count(q."x0") AS "n0"
FROM (SELECT o.x AS "x0", CASE WHEN abs(o.x) BETWEEN 0.0009765625
AND 4611686018427387904
OR o.x = 0 THEN CAST(o.x AS bigint) END AS "i0"
FROM (SELECT ("t1"."views" + 0) AS x
FROM "t1"
WHERE EXISTS (SELECT 1
FROM (WITH "t2" AS NOT MATERIALIZED (SELECT "t3"."id", "t3"."account_id", "t3"."created_at", "t3"."created_by", "t3"."updated_at", "t3"."updated_by", "t3"."name", "t3"."organization", "t3"."account"
FROM "col_authors" AS "t3"
WHERE "t3"."account_id" = $2::text) SELECT 1
FROM "t2"
WHERE (("t2"."id" COLLATE "C" = "t1"."author")
AND (("t2"."name" COLLATE "C" = $3::text)
OR ("t2"."name" COLLATE "C" = $4::text)))) AS "t4" OFFSET 0) OFFSET 0) o OFFSET 0) q) SELECT CASE WHEN g."n0" = 0 THEN NULL WHEN g."e0" = g."n0" THEN CAST(g."s0_0" * 4611686018427387904 + g."s1_0" AS double precision) * pow(2, -62) ELSE (WITH RECURSIVE d(at, top, sign, total, behind, value) AS (SELECT (SELECT min(l.at)
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
FROM g) AS a0, (WITH "t6" AS NOT MATERIALIZED (SELECT "t10"."id", "t10"."account_id", "t10"."created_at", "t10"."created_by", "t10"."updated_at", "t10"."updated_by", "t10"."title", "t10"."views", "t10"."rating", "t10"."published", "t10"."publishedat", "t10"."day", "t10"."author", "t10"."parent", "t10"."vault", "t10"."owner"
FROM "col_posts" AS "t10"
WHERE "t10"."account_id" = $2::text) SELECT (count(*))::double precision
FROM "t6"
WHERE EXISTS (SELECT 1
FROM (WITH "t7" AS NOT MATERIALIZED (SELECT "t8"."id", "t8"."account_id", "t8"."created_at", "t8"."created_by", "t8"."updated_at", "t8"."updated_by", "t8"."name", "t8"."organization", "t8"."account"
FROM "col_authors" AS "t8"
WHERE "t8"."account_id" = $2::text) SELECT 1
FROM "t7"
WHERE (("t7"."id" COLLATE "C" = "t6"."author")
AND (("t7"."name" COLLATE "C" = $3::text)
OR ("t7"."name" COLLATE "C" = $4::text)))) AS "t9" OFFSET 0)) AS a1 OFFSET 0) v) + 0) AS "x") v) AS "value"
