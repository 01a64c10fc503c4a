package demo

// Families of machines, as the customer reads them.
const (
	copierA3    = "Copieur A3"
	multiA4     = "Multifonction A4"
	printer     = "Imprimante"
	plotter     = "Traceur"
	laptop      = "Ordinateur portable"
	display     = "Écran"
	server      = "Serveur"
	accessPoint = "Point d’accès Wi-Fi"
	ups         = "Onduleur"
	deskPhone   = "Poste IP"
	landLine    = "Ligne fixe"
	mobileLine  = "Ligne mobile"
)

// Activities of the dealer and the organisation that works in each.
const (
	printing  = "IMPRESSION"
	computing = "INFORMATIQUE"
	telephony = "TELEPHONIE"
	telecom   = "TELECOM"

	officeOrg  = "BUREAUTIQUE"
	telecomOrg = "TELECOMS"
)

var activities = []struct{ code, label, icon, org string }{
	{printing, "Impression", "printer", officeOrg},
	{computing, "Informatique", "laptop", officeOrg},
	{telephony, "Téléphonie", "phone", telecomOrg},
	{telecom, "Télécom", "telecom", telecomOrg},
}

var orgs = []struct{ code, name, phone, email string }{
	{officeOrg, "Comptoir Bureautique", "02 61 91 40 10", "bureautique@comptoir.example"},
	{telecomOrg, "Comptoir Télécoms", "02 61 91 40 20", "telecoms@comptoir.example"},
}

func orgOf(activity string) string {
	for _, a := range activities {
		if a.code == activity {
			return a.org
		}
	}
	return officeOrg
}

// gauge is one meter that machines of a model have.
type gauge struct {
	code, label, unit  string
	colour, a3, billed bool
	computed           bool
	share              int64 // of the model's monthly volume, in percent
}

var (
	blackA4  = gauge{code: "NB", label: "Noir et blanc A4", unit: "pages", billed: true, share: 55}
	colourA4 = gauge{code: "COULEUR", label: "Couleur A4", unit: "pages", colour: true, billed: true, share: 35}
	blackA3  = gauge{code: "NB_A3", label: "Noir et blanc A3", unit: "pages", a3: true, billed: true, share: 6}
	colourA3 = gauge{code: "COULEUR_A3", label: "Couleur A3", unit: "pages", colour: true, a3: true, billed: true, share: 4}
	scans    = gauge{code: "SCAN", label: "Numérisations", unit: "pages", share: 30}
	total    = gauge{code: "TOTAL", label: "Total des impressions", unit: "pages", computed: true}
	length   = gauge{code: "LONGUEUR", label: "Longueur imprimée", unit: "m", billed: true, share: 100}
	black    = gauge{code: "NB", label: "Noir et blanc", unit: "pages", billed: true, share: 100}

	fullA3    = []gauge{blackA4, colourA4, blackA3, colourA3, scans}
	simpleA3  = []gauge{blackA4, colourA4, scans, total}
	colourSet = []gauge{blackA4, colourA4}
	blackSet  = []gauge{black}
)

// machine is a model of the catalogue.
type machine struct {
	code, brand, label, family, activity string
	monthly                              int64 // pages a month, 0 when it has no meter
	gauges                               []gauge
	serial                               string // pattern: # a digit, @ a letter
}

var machines = []machine{
	{"C5840", "Canon", "imageRUNNER ADVANCE DX C5840i", copierA3, printing, 9000, fullA3, "2QK#####"},
	{"C3926", "Canon", "imageRUNNER ADVANCE DX C3926i", copierA3, printing, 4200, simpleA3, "2XR#####"},
	{"IMC3010", "Ricoh", "IM C3010", copierA3, printing, 5200, fullA3, "3359@M#####"},
	{"IMC2500", "Ricoh", "IM C2500", copierA3, printing, 3600, simpleA3, "3118@C#####"},
	{"C360I", "Konica Minolta", "bizhub C360i", copierA3, printing, 6100, fullA3, "AA2J0#########"},
	{"C250I", "Konica Minolta", "bizhub C250i", copierA3, printing, 3900, simpleA3, "AA2M0#########"},
	{"T3554", "Kyocera", "TASKalfa 3554ci", copierA3, printing, 5600, simpleA3, "W7F########"},
	{"MA4500", "Kyocera", "ECOSYS MA4500ix", multiA4, printing, 1900, []gauge{black, scans}, "WD3########"},
	{"M479", "HP", "Color LaserJet Pro MFP M479fdw", multiA4, printing, 1300, colourSet, "CNBR@#####"},
	{"L9570", "Brother", "MFC-L9570CDW", multiA4, printing, 1500, colourSet, "E74#########"},
	{"L5710", "Brother", "MFC-L5710DN", multiA4, printing, 1100, blackSet, "E78#########"},
	{"M507", "HP", "LaserJet Enterprise M507dn", printer, printing, 1600, blackSet, "PHCV#####@"},
	{"L6410", "Brother", "HL-L6410DN", printer, printing, 1200, blackSet, "E79#########"},
	{"P3155", "Kyocera", "ECOSYS P3155dn", printer, printing, 1400, blackSet, "R4L########"},
	{"TX3100", "Canon", "imagePROGRAF TX-3100", plotter, printing, 140, []gauge{length}, "BAFA#####"},
	{"E14", "Lenovo", "ThinkPad E14", laptop, computing, 0, nil, "PF@#####@"},
	{"5540", "Dell", "Latitude 5540", laptop, computing, 0, nil, "@#@@##@"},
	{"P2423", "Dell", "P2423DE", display, computing, 0, nil, "CN0@####@#"},
	{"ML30", "HPE", "ProLiant ML30 Gen11", server, computing, 0, nil, "CZJ####@@@"},
	{"U6", "Ubiquiti", "UniFi U6 Pro", accessPoint, computing, 0, nil, "E438#######@"},
	{"5P", "Eaton", "5P 1550i", ups, computing, 0, nil, "G#########"},
	{"T54W", "Yealink", "SIP-T54W", deskPhone, telephony, 0, nil, "803#########"},
	{"M3", "Alcatel-Lucent", "ALE-300", deskPhone, telephony, 0, nil, "FMN#########"},
	{"SIP", "Comptoir", "Ligne SIP illimitée", landLine, telecom, 0, nil, ""},
	{"MOB", "Comptoir", "Forfait mobile 50 Go", mobileLine, telecom, 0, nil, ""},
}

// mix gives, for each activity, its share of a fleet in percent.
var mix = []struct {
	activity string
	percent  int
}{{printing, 60}, {computing, 20}, {telephony, 10}, {telecom, 10}}
