SELECT string_agg(concat(w."n", ' ', t."id"), ',') AS "found"
FROM (WITH e AS MATERIALIZED (SELECT "value"
FROM jsonb_each(?1)) SELECT json_extract(e."value", '$.n') AS "n", json_extract(e."value", '$.c0') AS "c0", json_extract(e."value", '$.c1') * pow(2, json_extract(e."value", '$.c1e')) AS "c1"
FROM e) w CROSS
JOIN "col_posts" t
WHERE t."account_id" = ?2
AND (t."title" = w."c0")
AND (t."views" = w."c1")
