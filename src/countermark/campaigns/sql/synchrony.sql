-- Who was there in which ten minutes of one day.
SELECT account, us // 600000000 AS key, COUNT(*) AS requests, MIN(us) AS first_us, MAX(us) AS last_us
FROM day
GROUP BY account, us // 600000000
