WITH v AS MATERIALIZED (SELECT CASE WHEN NOT COALESCE(2 * SUM(CASE WHEN "collection_id" = ?1 THEN "count" ELSE 0 END) - SUM(CASE WHEN NOT "collection_id" = ?1 THEN "count" ELSE 0 END), -1) >= 0 THEN 'each' WHEN SUM(CASE WHEN "collection_id" = ?1 THEN "count" ELSE 0 END) < 4000 THEN 'known' ELSE 'joined' END AS "way"
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" IN (?1, ?3)), p AS MATERIALIZED (SELECT f.*, row_number() OVER () AS "n"
FROM (SELECT *
FROM (SELECT "r"."account_id", "r"."id", (CAST((SELECT count(1)
FROM "col_posts" AS "t1" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."parent" = "r"."id"
AND ("t1"."published")) AS REAL) + 0.0) AS "k0", "r"."id" AS "k1"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND (((CAST((SELECT count(1)
FROM "col_posts" AS "t16" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t16"."account_id" = "r"."account_id"
AND "t16"."parent" = "r"."id"
AND ("t16"."published")) AS REAL) + 0.0) > ?4)
AND ("r"."author" IN (SELECT "t17"."id"
FROM "col_authors" AS "t17"
WHERE "t17"."account_id" = ?2
AND ((CAST((WITH m AS MATERIALIZED (SELECT (CAST((SELECT count(1)
FROM "col_posts" AS "t19" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t19"."account_id" = "t18"."account_id"
AND "t19"."parent" = "t18"."id"
AND ("t19"."published")) AS REAL) + 0.0) AS x
FROM "col_posts" AS "t18" INDEXED BY "ix_0355a30e6962ebed8c7977c0"
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
LIMIT 9223372036854775807) v GROUP BY at) SELECT CASE WHEN g."n0" = 0 THEN NULL WHEN g."e0" = g."n0"
AND g."s0_0" BETWEEN -4503599627370496
AND 4503599627370496 THEN CASE WHEN (g."s0_0" + ((g."s1_0" + (g."s2_0" >> 31)) >> 31)) BETWEEN -2
AND 1 THEN CAST((g."s0_0" + ((g."s1_0" + (g."s2_0" >> 31)) >> 31)) * 4611686018427387904 + ((((g."s1_0" + (g."s2_0" >> 31)) & 2147483647) << 31) | (g."s2_0" & 2147483647)) AS double precision) * pow(2, -62) ELSE (g."s0_0" + ((g."s1_0" + (g."s2_0" >> 31)) >> 31)) + CAST((((((g."s1_0" + (g."s2_0" >> 31)) & 2147483647) << 31) | (g."s2_0" & 2147483647)) >> 9) | CASE WHEN (((((g."s1_0" + (g."s2_0" >> 31)) & 2147483647) << 31) | (g."s2_0" & 2147483647)) & 511) = 0 THEN 0 ELSE 1 END AS double precision) * pow(2, -53) END ELSE (WITH RECURSIVE d(at, top, sign, total, behind, value) AS (SELECT (SELECT min(l.at)
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
FROM (SELECT CAST(sum(q."i0") AS bigint) AS "s0_0", CAST(sum(CAST(q."f0" AS bigint) >> 31) AS bigint) AS "s1_0", CAST(sum(CAST(q."f0" AS bigint) & 2147483647) AS bigint) AS "s2_0", sum(CASE WHEN q."f0" = CAST(q."f0" AS bigint) THEN 1 ELSE 0 END) AS "e0", count(q."i0") AS "n0"
FROM (SELECT x AS "x0", CASE WHEN x BETWEEN -68719476736
AND 68719476736 THEN CAST(x AS bigint) WHEN x IS NOT NULL THEN 0 END AS "i0", CASE WHEN x BETWEEN -68719476736
AND 68719476736 THEN (x - CAST(x AS bigint)) * 4611686018427387904.0 END AS "f0"
FROM m
LIMIT 9223372036854775807) q) g) AS REAL) + 0.0) IS NOT NULL))))
ORDER BY +(CAST((SELECT count(1)
FROM "col_posts" AS "t20" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t20"."account_id" = "r"."account_id"
AND "t20"."parent" = "r"."id"
AND ("t20"."published")) AS REAL) + 0.0) DESC, +"r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined' THEN CAST(?5 AS INTEGER) ELSE 0 END) e0 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id", (CAST((SELECT count(1)
FROM "col_posts" AS "t1" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."parent" = "r"."id"
AND ("t1"."published")) AS REAL) + 0.0) AS "k0", "r"."id" AS "k1"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND (((CAST((SELECT count(1)
FROM "col_posts" AS "t6" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t6"."account_id" = "r"."account_id"
AND "t6"."parent" = "r"."id"
AND ("t6"."published")) AS REAL) + 0.0) > ?4)
AND ("r"."author" IN (SELECT "t7"."id"
FROM "col_authors" AS "t7"
WHERE "t7"."account_id" = ?2
AND ((CAST((WITH m AS MATERIALIZED (SELECT (CAST((SELECT count(1)
FROM "col_posts" AS "t9" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t9"."account_id" = "t8"."account_id"
AND "t9"."parent" = "t8"."id"
AND ("t9"."published")) AS REAL) + 0.0) AS x
FROM "col_posts" AS "t8" INDEXED BY "ix_0355a30e6962ebed8c7977c0"
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
LIMIT 9223372036854775807) v GROUP BY at) SELECT CASE WHEN g."n0" = 0 THEN NULL WHEN g."e0" = g."n0"
AND g."s0_0" BETWEEN -4503599627370496
AND 4503599627370496 THEN CASE WHEN (g."s0_0" + ((g."s1_0" + (g."s2_0" >> 31)) >> 31)) BETWEEN -2
AND 1 THEN CAST((g."s0_0" + ((g."s1_0" + (g."s2_0" >> 31)) >> 31)) * 4611686018427387904 + ((((g."s1_0" + (g."s2_0" >> 31)) & 2147483647) << 31) | (g."s2_0" & 2147483647)) AS double precision) * pow(2, -62) ELSE (g."s0_0" + ((g."s1_0" + (g."s2_0" >> 31)) >> 31)) + CAST((((((g."s1_0" + (g."s2_0" >> 31)) & 2147483647) << 31) | (g."s2_0" & 2147483647)) >> 9) | CASE WHEN (((((g."s1_0" + (g."s2_0" >> 31)) & 2147483647) << 31) | (g."s2_0" & 2147483647)) & 511) = 0 THEN 0 ELSE 1 END AS double precision) * pow(2, -53) END ELSE (WITH RECURSIVE d(at, top, sign, total, behind, value) AS (SELECT (SELECT min(l.at)
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
FROM (SELECT CAST(sum(q."i0") AS bigint) AS "s0_0", CAST(sum(CAST(q."f0" AS bigint) >> 31) AS bigint) AS "s1_0", CAST(sum(CAST(q."f0" AS bigint) & 2147483647) AS bigint) AS "s2_0", sum(CASE WHEN q."f0" = CAST(q."f0" AS bigint) THEN 1 ELSE 0 END) AS "e0", count(q."i0") AS "n0"
FROM (SELECT x AS "x0", CASE WHEN x BETWEEN -68719476736
AND 68719476736 THEN CAST(x AS bigint) WHEN x IS NOT NULL THEN 0 END AS "i0", CASE WHEN x BETWEEN -68719476736
AND 68719476736 THEN (x - CAST(x AS bigint)) * 4611686018427387904.0 END AS "f0"
FROM m
LIMIT 9223372036854775807) q) g) AS REAL) + 0.0) IS NOT NULL))))
ORDER BY +(CAST((SELECT count(1)
FROM "col_posts" AS "t10" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t10"."account_id" = "r"."account_id"
AND "t10"."parent" = "r"."id"
AND ("t10"."published")) AS REAL) + 0.0) DESC, +"r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'known' THEN CAST(?5 AS INTEGER) ELSE 0 END) e1 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id", (CAST((SELECT count(1)
FROM "col_posts" AS "t1" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."parent" = "r"."id"
AND ("t1"."published")) AS REAL) + 0.0) AS "k0", "r"."id" AS "k1"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND (((CAST((SELECT count(1)
FROM "col_posts" AS "t11" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t11"."account_id" = "r"."account_id"
AND "t11"."parent" = "r"."id"
AND ("t11"."published")) AS REAL) + 0.0) > ?4)
AND EXISTS (SELECT 1
FROM "col_authors" AS "t12"
WHERE "t12"."account_id" = "r"."account_id"
AND "t12"."id" = "r"."author"
AND ((CAST((WITH m AS MATERIALIZED (SELECT (CAST((SELECT count(1)
FROM "col_posts" AS "t14" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t14"."account_id" = "t13"."account_id"
AND "t14"."parent" = "t13"."id"
AND ("t14"."published")) AS REAL) + 0.0) AS x
FROM "col_posts" AS "t13" INDEXED BY "ix_0355a30e6962ebed8c7977c0"
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
LIMIT 9223372036854775807) v GROUP BY at) SELECT CASE WHEN g."n0" = 0 THEN NULL WHEN g."e0" = g."n0"
AND g."s0_0" BETWEEN -4503599627370496
AND 4503599627370496 THEN CASE WHEN (g."s0_0" + ((g."s1_0" + (g."s2_0" >> 31)) >> 31)) BETWEEN -2
AND 1 THEN CAST((g."s0_0" + ((g."s1_0" + (g."s2_0" >> 31)) >> 31)) * 4611686018427387904 + ((((g."s1_0" + (g."s2_0" >> 31)) & 2147483647) << 31) | (g."s2_0" & 2147483647)) AS double precision) * pow(2, -62) ELSE (g."s0_0" + ((g."s1_0" + (g."s2_0" >> 31)) >> 31)) + CAST((((((g."s1_0" + (g."s2_0" >> 31)) & 2147483647) << 31) | (g."s2_0" & 2147483647)) >> 9) | CASE WHEN (((((g."s1_0" + (g."s2_0" >> 31)) & 2147483647) << 31) | (g."s2_0" & 2147483647)) & 511) = 0 THEN 0 ELSE 1 END AS double precision) * pow(2, -53) END ELSE (WITH RECURSIVE d(at, top, sign, total, behind, value) AS (SELECT (SELECT min(l.at)
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
FROM (SELECT CAST(sum(q."i0") AS bigint) AS "s0_0", CAST(sum(CAST(q."f0" AS bigint) >> 31) AS bigint) AS "s1_0", CAST(sum(CAST(q."f0" AS bigint) & 2147483647) AS bigint) AS "s2_0", sum(CASE WHEN q."f0" = CAST(q."f0" AS bigint) THEN 1 ELSE 0 END) AS "e0", count(q."i0") AS "n0"
FROM (SELECT x AS "x0", CASE WHEN x BETWEEN -68719476736
AND 68719476736 THEN CAST(x AS bigint) WHEN x IS NOT NULL THEN 0 END AS "i0", CASE WHEN x BETWEEN -68719476736
AND 68719476736 THEN (x - CAST(x AS bigint)) * 4611686018427387904.0 END AS "f0"
FROM m
LIMIT 9223372036854775807) q) g) AS REAL) + 0.0) IS NOT NULL)
LIMIT 1))
ORDER BY (CAST((SELECT count(1)
FROM "col_posts" AS "t15" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t15"."account_id" = "r"."account_id"
AND "t15"."parent" = "r"."id"
AND ("t15"."published")) AS REAL) + 0.0) DESC, "r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'each' THEN CAST(?5 AS INTEGER) ELSE 0 END) e2) f), x0 AS MATERIALIZED (SELECT "t21"."account_id" AS "account_id", "t21"."id" AS "id", "t21"."author" AS "c1", 21 AS "w"
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= CAST(?6 AS INTEGER)) p CROSS
JOIN "col_posts" AS "t21"
WHERE "t21"."account_id" = p."account_id"
AND "t21"."id" = p."id"), x1 AS MATERIALIZED (SELECT "t22"."account_id" AS "account_id", "t22"."id" AS "id", 8 AS "w"
FROM x0 CROSS
JOIN "col_authors" AS "t22"
WHERE "t22"."account_id" = "x0"."account_id"
AND "t22"."id" = "x0"."c1"
LIMIT 10001), weighed AS MATERIALIZED (SELECT (SELECT COALESCE(sum("w"), 0)
FROM x0) + (SELECT COALESCE(sum("w"), 0)
FROM x1) AS "weight", (SELECT count(*)
FROM x1) AS "nested") SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = ?7
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = ?7
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = ?7
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", NULL AS "versions", NULL AS "kept", i.*, (SELECT w."weight"
FROM weighed w) AS "weight", (SELECT w."nested"
FROM weighed w) AS "nested", (SELECT concat('[', group_concat(concat('[', CASE WHEN (p."k0" | 0) = p."k0" THEN CAST((p."k0" | 0) AS TEXT) WHEN p."k0" IS NULL THEN 'null' WHEN p."k0" BETWEEN -1e3
AND 1e3
AND round(p."k0" * 1e12) / 1e12 = p."k0"
OR p."k0" BETWEEN -1e9
AND 1e9
AND round(p."k0" * 1e6) / 1e6 = p."k0" THEN printf('%!.15g', p."k0") ELSE printf('%!.18g', p."k0") END, ',', json_quote(p."k1"), ']'), ','
ORDER BY p."n"), ']')
FROM p) AS "keys"
FROM (SELECT concat('[', group_concat((SELECT concat('{"replies":', (SELECT CASE WHEN (v.a0 | 0) = v.a0 THEN CAST((v.a0 | 0) AS TEXT) WHEN v.a0 IS NULL THEN 'null' WHEN v.a0 BETWEEN -1e3
AND 1e3
AND round(v.a0 * 1e12) / 1e12 = v.a0
OR v.a0 BETWEEN -1e9
AND 1e9
AND round(v.a0 * 1e6) / 1e6 = v.a0 THEN printf('%!.15g', v.a0) ELSE printf('%!.18g', v.a0) END
FROM (SELECT (CAST((SELECT count(1)
FROM "col_posts" AS "t23" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t23"."account_id" = "r"."account_id"
AND "t23"."parent" = "r"."id"
AND ("t23"."published")) AS REAL) + 0.0) AS a0) v), ',"author":', COALESCE((SELECT concat('{"fame":', (SELECT CASE WHEN (v.a0 | 0) = v.a0 THEN CAST((v.a0 | 0) AS TEXT) WHEN v.a0 IS NULL THEN 'null' WHEN v.a0 BETWEEN -1e3
AND 1e3
AND round(v.a0 * 1e12) / 1e12 = v.a0
OR v.a0 BETWEEN -1e9
AND 1e9
AND round(v.a0 * 1e6) / 1e6 = v.a0 THEN printf('%!.15g', v.a0) ELSE printf('%!.18g', v.a0) END
FROM (SELECT (CAST((WITH m AS MATERIALIZED (SELECT (CAST((SELECT count(1)
FROM "col_posts" AS "t26" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t26"."account_id" = "t25"."account_id"
AND "t26"."parent" = "t25"."id"
AND ("t26"."published")) AS REAL) + 0.0) AS x
FROM "col_posts" AS "t25" INDEXED BY "ix_0355a30e6962ebed8c7977c0"
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
LIMIT 9223372036854775807) v GROUP BY at) SELECT CASE WHEN g."n0" = 0 THEN NULL WHEN g."e0" = g."n0"
AND g."s0_0" BETWEEN -4503599627370496
AND 4503599627370496 THEN CASE WHEN (g."s0_0" + ((g."s1_0" + (g."s2_0" >> 31)) >> 31)) BETWEEN -2
AND 1 THEN CAST((g."s0_0" + ((g."s1_0" + (g."s2_0" >> 31)) >> 31)) * 4611686018427387904 + ((((g."s1_0" + (g."s2_0" >> 31)) & 2147483647) << 31) | (g."s2_0" & 2147483647)) AS double precision) * pow(2, -62) ELSE (g."s0_0" + ((g."s1_0" + (g."s2_0" >> 31)) >> 31)) + CAST((((((g."s1_0" + (g."s2_0" >> 31)) & 2147483647) << 31) | (g."s2_0" & 2147483647)) >> 9) | CASE WHEN (((((g."s1_0" + (g."s2_0" >> 31)) & 2147483647) << 31) | (g."s2_0" & 2147483647)) & 511) = 0 THEN 0 ELSE 1 END AS double precision) * pow(2, -53) END ELSE (WITH RECURSIVE d(at, top, sign, total, behind, value) AS (SELECT (SELECT min(l.at)
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
FROM (SELECT CAST(sum(q."i0") AS bigint) AS "s0_0", CAST(sum(CAST(q."f0" AS bigint) >> 31) AS bigint) AS "s1_0", CAST(sum(CAST(q."f0" AS bigint) & 2147483647) AS bigint) AS "s2_0", sum(CASE WHEN q."f0" = CAST(q."f0" AS bigint) THEN 1 ELSE 0 END) AS "e0", count(q."i0") AS "n0"
FROM (SELECT x AS "x0", CASE WHEN x BETWEEN -68719476736
AND 68719476736 THEN CAST(x AS bigint) WHEN x IS NOT NULL THEN 0 END AS "i0", CASE WHEN x BETWEEN -68719476736
AND 68719476736 THEN (x - CAST(x AS bigint)) * 4611686018427387904.0 END AS "f0"
FROM m
LIMIT 9223372036854775807) q) g) AS REAL) + 0.0) AS a0) v), '}')
FROM "col_authors" AS "t24"
WHERE "t24"."account_id" = "r"."account_id"
AND "t24"."id" = "r"."author"), 'null'), '}')
FROM "col_posts" AS "r"
WHERE "r"."account_id" = p."account_id"
AND "r"."id" = p."id"), ','), ']') AS "items", count(*) AS "found"
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= CAST(?6 AS INTEGER)
AND (SELECT w."weight" <= CAST(?8 AS INTEGER)
AND w."nested" <= 10000
FROM weighed w)
ORDER BY p."n") p) i
