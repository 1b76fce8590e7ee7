-- Whose prompts had which band on one day: two prompts that are nearly the same share one.
SELECT account, key, COUNT(*) AS requests, MIN(us) AS first_us, MAX(us) AS last_us
FROM (SELECT account, us, UNNEST(bands) AS key FROM day) AS banded
WHERE key IS NOT NULL
GROUP BY account, key
