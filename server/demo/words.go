package demo

var (
	firstNames = []string{"Camille", "Nadia", "Olivier", "Hélène", "Bruno", "Aïcha", "Yann", "Sylvie", "Karim", "Élodie", "Thierry", "Inès",
		"Mathieu", "Françoise", "Loïc", "Béatrice", "Rachid", "Océane", "Didier", "Maëlys", "Gaël", "Zoé", "Hervé", "Fatou", "Étienne", "Noémie", "Pascal", "Léa"}
	lastNames = []string{"Lemoine", "Kervella", "Garrec", "Benali", "Fournier", "Delattre", "Marchais", "Pruvost", "Sœur", "Caillé", "Brunet", "Thévenot",
		"Le Bihan", "Rousselet", "N’Diaye", "Vasseur", "Quéméneur", "Aubry", "Legrand-Picard", "Toussaint", "Guillou", "Ferrand", "Lahaye", "Mazurier", "Hamon", "Poirier", "Chauvel", "Dos Santos"}
	jobs = []string{"Secrétaire de direction", "Responsable informatique", "Comptable", "Responsable de site", "Responsable des services généraux",
		"Cadre de santé", "Responsable des achats", "Gestionnaire de paie", "Responsable d’atelier", "Juriste"}

	kinds = []string{"Cabinet", "Menuiserie", "Transports", "Clinique", "Imprimerie", "Garage", "Étude notariale", "Laboratoire", "Coopérative", "Charpentes",
		"Résidence", "Plomberie", "Biscuiterie", "Pépinières", "Cartonnages", "Ateliers", "Agence", "Lycée", "Mairie de", "Hôtel"}
	names = []string{"Lemoine", "Kervella", "Garrec", "des Tilleuls", "Saint-Aubin", "du Vieux Port", "Marchais & Fils", "Pruvost", "de la Vilaine", "Thévenot",
		"des Trois Moulins", "Belle-Rive", "Quéméneur", "du Haut-Bois", "Fournier", "de l’Étang", "Aubry Frères", "du Cœur d’Ille", "Rousselet", "des Lavandières"}

	streets = []string{"rue des Tanneurs", "avenue de la Gare", "boulevard Jean-Moulin", "rue du Moulin-à-Vent", "allée des Charmes", "rue de l’Abbaye",
		"place du Marché", "rue Marie-Curie", "zone artisanale des Prés-Hauts, rue des Artisans", "chemin de la Fontaine", "quai Surcouf", "rue Anatole-France", "rue des Frères-Lumière", "impasse du Lavoir"}
	towns = []struct{ postcode, city string }{{"35000", "Rennes"}, {"44000", "Nantes"}, {"56000", "Vannes"}, {"29200", "Brest"}, {"49000", "Angers"}, {"72000", "Le Mans"},
		{"53000", "Laval"}, {"35400", "Saint-Malo"}, {"22000", "Saint-Brieuc"}, {"29000", "Quimper"}, {"50000", "Saint-Lô"}, {"14000", "Caen"}, {"37000", "Tours"}, {"44600", "Saint-Nazaire"},
		{"85000", "La Roche-sur-Yon"}, {"56100", "Lorient"}, {"35300", "Fougères"}, {"49300", "Cholet"}, {"22300", "Lannion"}, {"79000", "Niort"}}
	siteNames = []string{"Siège", "Agence", "Annexe", "Antenne", "Entrepôt", "Bureaux", "Plateforme logistique"}

	rooms = []struct{ in, service string }{{"accueil", "Accueil"}, {"comptabilité", "Comptabilité"}, {"secrétariat", "Secrétariat"}, {"direction", "Direction"}, {"ressources humaines", "Ressources humaines"},
		{"bureau d’études", "Bureau d’études"}, {"atelier", "Production"}, {"salle de réunion", "Services généraux"}, {"archives", "Services généraux"}, {"service commercial", "Commercial"},
		{"expéditions", "Logistique"}, {"infirmerie", "Soins"}, {"informatique", "Informatique"}, {"espace partagé", "Services généraux"}}
	floors = []string{"rez-de-chaussée", "1er étage", "2e étage", "3e étage"}

	accessNotes = []string{"Se présenter à l’accueil, badge visiteur remis contre une pièce d’identité.", "Livraisons par le quai arrière, avant 11 h.",
		"Code de l’ascenseur demandé à l’accueil.", "Local fermé à clé : demander le gardien."}
	comments = []string{"Très utilisé en fin de mois.", "Réservé aux impressions confidentielles.", "À remplacer lors du prochain renouvellement.", "Le bac 2 contient le papier à en-tête."}

	natures = []struct{ label, activity, detail string }{
		{"Panne", printing, "La machine ne démarre plus, message d’erreur à l’écran."},
		{"Bourrage", printing, "Bourrages répétés au niveau du bac 2."},
		{"Qualité d’impression", printing, "Traces noires verticales sur toutes les pages."},
		{"Scan / réseau", printing, "La numérisation vers le dossier partagé ne fonctionne plus."},
		{"Déménagement", printing, "Déplacement du copieur du 1er au 3e étage."},
		{"Enlèvement", printing, "Reprise d’une machine hors d’usage."},
		{"Collecte de cartouches usagées", printing, "Deux cartons de toners vides à reprendre."},
		{"Formation", printing, "Prise en main de la numérisation pour trois personnes."},
		{"Panne", computing, "L’ordinateur s’éteint sans prévenir."},
		{"Scan / réseau", computing, "Coupures du Wi-Fi plusieurs fois par jour."},
		{"Panne", telephony, "Le poste n’a plus de tonalité."},
		{"Panne", telecom, "Appels entrants impossibles depuis ce matin."},
	}
	ticketStates = []string{"Saisie externe", "En cours", "En cours", "Travail non terminé", "Travail terminé"}
	closedStates = []string{"Clôturée", "Clôturée", "Clôturée", "Annulée", "Refusée"}
	orderStates  = []string{"Saisie externe", "En cours", "Livrable partiellement", "Livrée partiellement", "en attente validation responsable"}
	doneStates   = []string{"Livrée en totalité", "Livrée en totalité", "Archivée", "Annulée", "Brouillon"}
)

var consumables = []struct {
	reference, label string
	price            int64 // ten-thousandths of a euro
}{{"TON-NB", "Toner noir", 684500}, {"TON-C", "Toner cyan", 932000}, {"TON-M", "Toner magenta", 932000}, {"TON-J", "Toner jaune", 932000},
	{"TAM-NB", "Tambour noir", 1459000}, {"BAC-R", "Bac récupérateur", 287500}, {"AGR-5K", "Cartouche de 5 000 agrafes", 415000}, {"PAP-A4", "Ramette de papier A4 80 g", 52900}}
