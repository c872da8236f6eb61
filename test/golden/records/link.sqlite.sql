INSERT INTO "jn_posts_tags" ("account_id", "record_id", "target_id", "position") SELECT k."account", k."record", k."target", k."position"
FROM (WITH e AS MATERIALIZED (SELECT "value"
FROM jsonb_each(?1)) SELECT json_extract(e."value", '$.account') AS "account", json_extract(e."value", '$.record') AS "record", json_extract(e."value", '$.target') AS "target", json_extract(e."value", '$.position') AS "position"
FROM e) k
