package formula

// families is every function of the catalogue.
func families() [][]*function {
	return [][]*function{
		logicFunctions(), aggregateFunctions(), mathFunctions(), roundingFunctions(), textFunctions(), dateFunctions(),
		criteriaFunctions(), infoFunctions(), lookupFunctions(), statFunctions(),
		arrayFunctions(), lambdaFunctions(), regressionFunctions(), distributionFunctions(), financeFunctions(), trigFunctions(), engineeringFunctions(), regexFunctions(),
		databaseFunctions(), habitFunctions(), loanFunctions(),
		countingFunctions(), tailFunctions(), trialFunctions(), hypothesisFunctions(), complexFunctions(), besselFunctions(),
		queryFunctions(), bondFunctions(), oddBondFunctions(), discountFunctions(), savingFunctions(), amortisationFunctions(), operatorFunctions(), tabularFunctions(), byteFunctions(), currencyFunctions(), forecastFunctions(), groupFunctions(), valueTextFunctions(),
		windowFunctions(), changeFunctions(), smoothFunctions(), stateFunctions(), cleanFunctions(), accessFunctions(), joinFunctions(),
	}
}
