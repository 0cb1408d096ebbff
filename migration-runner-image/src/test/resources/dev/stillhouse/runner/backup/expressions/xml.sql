-- Those of XML, which not every server is built with.
ALTER TABLE s.base ADD CHECK (x IS DOCUMENT) NOT VALID;
ALTER TABLE s.base ADD CHECK (xmlexists('//a' PASSING BY REF x)) NOT VALID;
CREATE VIEW s.v20 AS SELECT xmlelement(name foo, xmlattributes(aa AS "b c", v), 'x', t) AS e, xmlforest(aa, v AS w) AS f, xmlconcat(x, x) AS c, xmlpi(name php, 'x') AS p, xmlparse(content t) AS pa, xmlserialize(content x as text) AS se, xmlroot(x, version '1.0', standalone yes) AS ro, 1 AS ag FROM s.base;
CREATE VIEW s.v21 AS SELECT xt.* FROM s.base, XMLTABLE(XMLNAMESPACES('http://x' AS z), '/r' PASSING x COLUMNS id int PATH '@id' NOT NULL, o FOR ORDINALITY, n text PATH 'n' DEFAULT 'none') xt;
