-- Run as the superuser of PostgreSQL. The role owns its database and nothing else.
CREATE ROLE fanal LOGIN PASSWORD 'change this';
CREATE DATABASE fanal OWNER fanal ENCODING 'UTF8' TEMPLATE template0;
-- Nothing of a statement reaches the log of the server: what a row holds, and when a reporter wrote it, would stand there.
ALTER ROLE fanal SET log_statement = 'none';
ALTER ROLE fanal SET log_duration = off;
ALTER ROLE fanal SET log_min_duration_statement = -1;
ALTER ROLE fanal SET log_min_error_statement = 'panic';
ALTER ROLE fanal SET log_parameter_max_length_on_error = 0;
