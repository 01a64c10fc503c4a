package erp

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"comptoir/server/postgres/pgtest"
)

// ownFiles is one small customer in our own layout, in the order of what
// refers to what.
var ownFiles = []struct{ profile, body string }{
	{"organisations", "code;nom;telephone\nBUR;Bureautique de l’Ouest;02 61 91 00 01\n"},
	{"activities", "code;libelle;icone\nIMP;Impression;printer\n"},
	{"customers", "code;raison_sociale;siret;organisations;relation;actif\nC1;\"Œuvres; sociales d’Ille\";90000000000013;BUR;Client;O\nC2;Garage Fournier;;BUR;;\n"},
	{"sites", "code_client;code;nom;adresse;code_postal;ville\nC1;S1;Siège;1 rue des Tanneurs;35000;Rennes\nC2;S1;Garage;;;Brest\n"},
	{"contacts", "code_client;code;nom;courriel;code_site\nC1;I1;Élodie Sœur;elodie@ille.example;S1\n"},
	{"models", "code;marque;libelle;famille;activite;volume_mensuel\nM1;Ricoh;IM C3010;Copieur A3;IMP;5 200\n"},
	{"contracts", "code_client;code;libelle;type;organisation;activite;debut;fin;etat\nC1;K1;Coût à la page;Copie;BUR;IMP;01/01/2025;2029-12-31;Validée\n"},
	{"assets", "code_client;code;code_site;code_modele;organisation;activite;libelle;numero_serie;installe_le;statut_ssc;code_contrat;contact_sav\n" +
		"C1;B1;S1;M1;BUR;IMP;Copieur accueil;3359-01;15/03/2024;Couvert par SSC;K1;I1\n"},
	{"meters", "code_client;code_bien;code;libelle;unite;position;couleur\nC1;B1;NB;Noir et blanc;pages;0;N\nC1;B1;COUL;Couleur;;1;O\n"},
	{"readings", "code_client;code_bien;compteur;valeur;date_heure;origine;canal\nC1;B1;NB;10;2024-03-15 09:00;Installation chez le client;technicien\n" +
		"C1;B1;NB;12 000;2025-11-20;Relevé client;\nC1;B1;NB;16 800;2026-11-18;;inventaire\n"},
	{"coverages", "code_client;code_contrat;code_bien;libelle;debut\nC1;K1;B1;Consommables;2025-01-01\nC1;K1;;Main-d’œuvre;2025-01-01\n"},
	{"billing-dates", "code_client;code_contrat;code_bien;compteur;echeance;facture_le\nC1;K1;B1;NB;2026-09-01;2026-09-02\nC1;K1;B1;NB;2026-12-01;\n"},
	{"invoices", "code_client;code;organisation;date;total_ht;total_ttc;code_contrat\nC1;F1;BUR;2026-10-01;1 234,50;1481,40;K1\n"},
	{"tickets", "code_client;code;code_bien;code_site;organisation;activite;nature;etat;ouvert_le\nC1;T1;B1;S1;BUR;IMP;Panne;En cours;2026-11-20 08:30\n"},
	{"orders", "code_client;code;code_site;organisation;activite;etat;commande_le;total_ttc\nC1;O1;S1;BUR;IMP;En cours;2026-11-21;82,14\n"},
	{"order-lines", "code_client;code_commande;ligne;code_bien;reference;libelle;quantite;prix_unitaire_ht\nC1;O1;1;B1;TON;Toner noir;1;68,4500\nC1;O1;2;;PAP;Papier;5;\n"},
}

func TestOwnLayout(t *testing.T) {
	dsn := pgtest.DSN(t)
	paths := map[string]string{}
	for _, f := range ownFiles {
		paths[f.profile] = file(t, f.profile+".csv", "\ufeff"+f.body)
		rows := strings.Count(f.body, "\n") - 1
		want(t, f.profile, run(t, dsn, f.profile, nil, paths[f.profile]), rows, rows, 0, 0, 0)
	}
	if len(paths)+2 != len(profiles) {
		t.Errorf("%d profiles are tried, there are %d and two formats of others", len(paths), len(profiles))
	}
	conn := connect(t, dsn)
	for _, c := range []struct{ what, sql, want string }{
		{"customer", "SELECT name FROM customer WHERE code = 'C1'", "Œuvres; sociales d’Ille"},
		{"folded", "SELECT folded FROM asset WHERE code = 'B1'", "copieur accueil 3359-01 ricoh im c3010 siege"},
		{"meter", "SELECT concat_ws('|', last_value, last_origin, last_real_on, volume, next_billing_on) FROM meter WHERE code = 'NB'", "16800|Relevé prestataire|2026-11-18|402479|2026-12-01"},
		{"first reading", "SELECT concat_ws('|', at AT TIME ZONE 'Europe/Paris', source) FROM reading WHERE value = 12000", "2025-11-20 12:00:00|fichier"},
		{"contact", "SELECT c.name FROM asset a JOIN contact c ON c.id = a.service_contact_id", "Élodie Sœur"},
		{"invoice", "SELECT concat_ws('|', net_cents, gross_cents, sending_state) FROM invoice", "123450|148140|Envoyé"},
		{"order", "SELECT concat_ws('|', gross_cents, cardinality(asset_ids), open) FROM purchase", "8214|1|t"},
		{"lines", "SELECT string_agg(concat_ws('|', quantity, unit_price), ',' ORDER BY position) FROM purchase_line", "1|684500,5"},
		{"model", "SELECT volume::text FROM model", "5200000"},
	} {
		if got := texts(t, conn, c.sql); len(got) != 1 || got[0] != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
	before := everything(t, conn)
	for _, f := range ownFiles {
		r := run(t, dsn, f.profile, nil, paths[f.profile])
		want(t, "second run of "+f.profile, r, r.Read, 0, 0, r.Read, 0)
	}
	same(t, before, everything(t, conn))
}

// What the customer writes on the portal survives the next import; what the
// ERP knows is brought up to date, and the searched text follows.
func TestOwnersOfColumns(t *testing.T) {
	dsn := pgtest.DSN(t)
	load(t, dsn)
	conn := connect(t, dsn)
	if _, err := conn.Exec(t.Context(), "UPDATE asset SET label = 'Le copieur de Jeanne', comment = 'à nous' WHERE code = 'B1'"); err != nil {
		t.Fatal(err)
	}
	r := run(t, dsn, "assets", nil, file(t, "assets.csv", "code_client;code;code_site;code_modele;organisation;activite;libelle;numero_serie;commentaire\nC1;B1;S1;M1;BUR;IMP;Copieur du hall;3359-02;du prestataire\n"))
	want(t, "update", r, 1, 0, 1, 0, 0)
	got := texts(t, conn, "SELECT concat_ws('|', label, serial_number, comment, status_contract, folded) FROM asset WHERE code = 'B1'")
	if got[0] != "Le copieur de Jeanne|3359-02|à nous|Couvert par SSC|le copieur de jeanne 3359-02 ricoh im c3010 siege" {
		t.Errorf("after the import: %q", got)
	}
	run(t, dsn, "sites", nil, file(t, "sites.csv", "code_client;code;nom\nC1;S1;Grand siège\n"))
	if got := texts(t, conn, "SELECT folded FROM asset WHERE code = 'B1'"); !strings.HasSuffix(got[0], "grand siege") {
		t.Errorf("the searched text does not follow the site: %q", got)
	}
}

func load(t *testing.T, dsn string) {
	t.Helper()
	for _, f := range ownFiles {
		if r := run(t, dsn, f.profile, nil, file(t, f.profile+".csv", f.body)); r.Refused > 0 {
			t.Fatal(messages(r))
		}
	}
}

func TestRefusedRows(t *testing.T) {
	dsn := pgtest.DSN(t)
	load(t, dsn)
	for _, c := range []struct{ name, profile, body, want string }{
		{"below the previous", "readings", "code_client;code_bien;compteur;valeur;date_heure\nC1;B1;NB;15000;2026-11-20\n", ":2:10: valeur: below previous (previous 16800)"},
		{"above the next", "readings", "code_client;code_bien;compteur;valeur;date_heure\nC1;B1;NB;17000;2026-06-20\n", "above next (next 16800)"},
		{"of the future", "readings", "code_client;code_bien;compteur;valeur;date_heure\nC1;B1;NB;17000;2027-06-20\n", "in future"},
		{"negative", "readings", "code_client;code_bien;compteur;valeur;date_heure\nC1;B1;COUL;-1;2026-11-20\n", "negative"},
		{"before installation", "readings", "code_client;code_bien;compteur;valeur;date_heure\nC1;B1;COUL;1;2023-11-20\n", "before installation"},
		{"unknown meter", "readings", "code_client;code_bien;compteur;valeur;date_heure\nC1;B1;SCAN;1;2026-11-20\n", "compteur: the asset has no meter"},
		{"another customer's asset", "readings", "code_client;code_bien;compteur;valeur;date_heure\nC2;B1;NB;17000;2026-11-20\n", ":2:4: code_bien: no asset has the code \"B1\""},
		{"another customer's site", "contacts", "code_client;code;nom;code_site\nC2;I9;Paul;S9\n", "code_site: no site"},
		{"no such day", "contracts", "code_client;code;libelle;organisation;activite;debut\nC1;K9;x;BUR;IMP;30/02/2026\n", ":2:17: debut: \"30/02/2026\" is not a date"},
		{"three decimals", "invoices", "code_client;code;organisation;date;total_ht\nC1;F9;BUR;2026-01-01;1,234\n", "at most 2 decimals"},
		{"unknown state", "tickets", "code_client;code;code_site;organisation;activite;etat;ouvert_le\nC1;T9;S1;BUR;IMP;Perdu;2026-01-01\n", "etat: \"Perdu\" is not one of"},
		{"a row twice", "sites", "code_client;code;nom\nC1;S2;a\nC1;S2;b\n", "the same row as line 2"},
		{"a control character", "sites", "code_client;code;nom\nC1;S3;a\x1bb\n", "a control character"},
		{"an endless name", "sites", "code_client;code;nom\nC1;S4;" + strings.Repeat("é", 201) + "\n", "more than 200 characters"},
		{"nothing where something must be", "sites", "code_client;code;nom\nC1;;a\n", "code: must not be empty"},
		{"neither yes nor no", "sites", "code_client;code;nom;actif\nC1;S5;a;peut-être\n", "neither O nor N"},
		{"too large", "order-lines", "code_client;code_commande;ligne;libelle;quantite\nC1;O1;99999999999;x;1\n", "out of range"},
		{"not even a number", "order-lines", "code_client;code_commande;ligne;libelle;quantite\nC1;O1;9;x;9999999999999999999999\n", "is not a number"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := run(t, dsn, c.profile, nil, file(t, "f.csv", c.body))
			if r.Refused != 1 || !strings.Contains(messages(r), c.want) {
				t.Errorf("%s, want %q in\n%s", r.JSON(), c.want, messages(r))
			}
		})
	}
}

// An odd reading that does not block comes in, flagged for the dealer.
func TestOddReadingIsFlagged(t *testing.T) {
	dsn := pgtest.DSN(t)
	load(t, dsn)
	r := run(t, dsn, "readings", map[string]string{"customer": "C1"}, file(t, "r.csv", "code_bien;compteur;valeur;date_heure\nB1;NB;90000;2026-11-20\n"))
	want(t, "odd reading", r, 1, 1, 0, 0, 0)
	got := texts(t, connect(t, dsn), "SELECT concat_ws('|', to_check, array_to_string(anomalies, ',')) FROM reading WHERE value = 90000")
	if len(got) != 1 || got[0] != "t|gap_over_alert,gap_to_estimate" || !r.Problems[0].Warning {
		t.Errorf("stored %q, told\n%s", got, messages(r))
	}
}

func TestBrokenFilesBringNothing(t *testing.T) {
	dsn := pgtest.DSN(t)
	conn := connect(t, dsn)
	good := "code;nom\nGOOD;Bonne ligne\n"
	before := everything(t, conn)
	for _, c := range []struct{ name, profile, file, body, want string }{
		{"too few cells", "organisations", "f.csv", good + "B\n", ":3:1: not as many cells"},
		{"an open quote", "organisations", "f.csv", good + "\"B;x\n", "quote"},
		{"an unknown column", "organisations", "f.csv", "code;nom;couleur\nA;b;c\n", "unknown column \"couleur\""},
		{"a missing column", "organisations", "f.csv", "nom\nb\n", "the column \"code\" is missing"},
		{"a column twice", "organisations", "f.csv", "code;nom;NOM\na;b;c\n", "comes twice"},
		{"nothing", "organisations", "f.csv", "", "the file is empty"},
		{"a NUL byte", "organisations", "f.csv", good + "A;b\x00\n", ":3:4: a NUL byte"},
		{"another encoding", "organisations", "f.csv", good + "A;caf\xe9\n", ":3:6: not UTF-8"},
		{"an endless line", "organisations", "f.csv", good + "A;" + strings.Repeat("x", maxLine) + "\n", ":3: a line of"},
		{"no JSON", "glpi", "f.json", "{\"deviceid\": \"x\",\n", "not JSON"},
		{"JSON nested too deeply", "glpi", "f.json", strings.Repeat("[", 100_000), "nested more than 32 levels"},
		{"no inventory", "glpi", "f.json", "{}", "not an inventory"},
		{"another type", "glpi", "f.json", "{\"deviceid\":\"x\",\n\"content\":{\"network_device\":{\"serial\":5}}}", "content.network_device.serial: a number"},
		{"no date", "glpi", "f.json", `{"deviceid":"x","content":{"network_device":{"serial":"S"},"pagecounters":{"total":1}}}`, "--set date="},
		{"no machine", "glpi", "f.json", `{"deviceid":"x","content":{}}`, "not an inventory of a machine"},
		{"some other table", "fleet", "f.tsv", "a\tb\n1\t2\n", "neither machines"},
		{"a line that is cut", "fleet", "f.tsv", "recording\tsysDescr\tx\nr\ts\n", ":2: 2 cells, the header has 3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := run(t, dsn, c.profile, nil, file(t, c.file, c.body))
			want(t, "broken file", r, 1, 0, 0, 0, 1)
			if m := messages(r); !strings.Contains(m, c.want) || !strings.Contains(m, "nothing of this file was imported") {
				t.Errorf("want %q in %s", c.want, m)
			}
			same(t, before, everything(t, conn))
		})
	}
	t.Run("one broken file among good ones", func(t *testing.T) {
		dir := t.TempDir()
		for name, body := range map[string]string{"a.csv": good, "b.csv": "code;nom\nB;x\nC\n", "c.csv": "code;nom\nD;x\n"} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want(t, "folder", run(t, dsn, "organisations", nil, dir), 3, 2, 0, 0, 1)
		if got := texts(t, conn, "SELECT code FROM internal_org ORDER BY 1"); fmt.Sprint(got) != "[D GOOD]" {
			t.Errorf("organisations %q", got)
		}
	})
}

func TestSettings(t *testing.T) {
	dsn := pgtest.DSN(t)
	load(t, dsn)
	for _, c := range []struct {
		profile string
		set     map[string]string
		want    string
	}{
		{"excel", nil, "unknown profile"},
		{"glpi", map[string]string{"client": "C1"}, "unknown setting"},
		{"glpi", map[string]string{"site": "S1"}, "needs the setting customer"},
		{"glpi", map[string]string{"date": "hier"}, "setting date"},
	} {
		if _, err := Import(t.Context(), dsn, Options{Profile: c.profile, Set: c.set, Paths: []string{"."}, Now: now}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want %q", c.set, err, c.want)
		}
	}
	path := file(t, "i.json", inventoryOf("SN-1", 100))
	for _, c := range []struct {
		set  map[string]string
		want string
	}{
		{map[string]string{"customer": "C9"}, "no customer has the code"},
		{map[string]string{"customer": "C1", "site": "S9"}, "has no site \"S9\"; its sites: S1"},
		{map[string]string{"org": "ZZZ"}, "no organisation interne"},
	} {
		if r := run(t, dsn, "glpi", c.set, path); r.Refused != 1 || !strings.Contains(messages(r), c.want) {
			t.Errorf("%v: want %q in %s", c.set, c.want, messages(r))
		}
	}
}

func inventoryOf(serial string, total int) string {
	return fmt.Sprintf(`{"deviceid":"P-2026-10-01-08-00-00","itemtype":"Printer","content":{"network_device":{"name":"P","manufacturer":"RICOH","model":"IM C3010","serial":%q},"pagecounters":{"total":%d}}}`, serial, total)
}

// A machine that waited under A-RATTACHER is attached, with its meters and
// readings, by the first import that names its customer; it then stays there.
func TestAttach(t *testing.T) {
	dsn := pgtest.DSN(t)
	load(t, dsn)
	conn := connect(t, dsn)
	path := file(t, "i.json", inventoryOf("SN-1", 100))
	where := func() string {
		return strings.Join(texts(t, conn, `SELECT concat_ws('|', c.code, s.code, m.code, r.value, md.code, a.org) FROM asset a JOIN customer c USING (customer_id)
			JOIN site s ON s.customer_id = a.customer_id AND s.id = a.site_id JOIN model md ON md.id = a.model_id
			JOIN meter m ON m.customer_id = a.customer_id AND m.asset_id = a.id JOIN reading r ON r.customer_id = a.customer_id AND r.meter_id = m.id
			WHERE a.code = 'SN-1'`), "\n")
	}
	want(t, "technical", run(t, dsn, "glpi", nil, path), 2, 2, 0, 0, 0)
	if w := where(); w != "A-RATTACHER|NON-AFFECTE|TOTAL|100|M1|BUR" {
		t.Errorf("before: %s", w)
	}
	want(t, "attach", run(t, dsn, "glpi", map[string]string{"customer": "C1", "site": "S1"}, path), 2, 0, 1, 1, 0)
	if w := where(); w != "C1|S1|TOTAL|100|M1|BUR" {
		t.Errorf("after: %s", w)
	}
	before := everything(t, conn)
	for _, set := range []map[string]string{nil, {"customer": "C1", "site": "S1"}} {
		want(t, "again", run(t, dsn, "glpi", set, path), 2, 0, 0, 2, 0)
	}
	same(t, before, everything(t, conn))
	r := run(t, dsn, "glpi", map[string]string{"customer": "C2"}, path)
	if r.Refused != 1 || !strings.Contains(messages(r), "belongs to the customer C1") {
		t.Errorf("another customer took it: %s", messages(r))
	}
	same(t, before, everything(t, conn))
}
