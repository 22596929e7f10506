-- Nothing: the number is another step's.
SELECT 1;
