SELECT (SELECT COALESCE(SUM(n."c0"), 0)
FROM (WITH e AS MATERIALIZED (SELECT "value"
FROM jsonb_each(?1)) SELECT json_extract(e."value", '$.c0') AS "c0", json_extract(e."value", '$.c1') * pow(2, json_extract(e."value", '$.c1e')) AS "c1", json_extract(e."value", '$.c2') AS "c2", json_extract(e."value", '$.c3') AS "c3"
FROM e) n
WHERE ((n."c1" > ?2)
AND EXISTS (SELECT 1
FROM json_each(n."c2") AS "t1"
WHERE EXISTS (SELECT 1
FROM "col_tags" AS "t2"
WHERE "t2"."account_id" = n."c3"
AND "t2"."id" = "t1"."value"
AND ("t2"."name" != ?3)
AND ("t2"."name" != ?4)
LIMIT 1)
LIMIT 1))) AS "difference", (SELECT concat(COALESCE(SUM("version") FILTER (WHERE "collection_id" = ?5), 0), '/', COALESCE(SUM("version") FILTER (WHERE "collection_id" <> ?5), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = ?6
AND "collection_id" IN (?5, ?7)) AS "versions"
